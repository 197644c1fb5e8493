package diagnose
import ("testing";"os")
func TestDump(t *testing.T){ for _,c:=range sick { os.Stdout.WriteString("######## "+c.name+"\n"); f:=Run(read(t,c.log)); for i:=range f {f[i].Fix="";f[i].Numbers=nil; if f[i].ID=="D01"{f[i].Verdict=""}; if f[i].ID=="D42"{f[i].Verdict="";f[i].RuledOut=nil}}; Text(os.Stdout,f)}}
