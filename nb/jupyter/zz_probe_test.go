package jupyter
import ("testing";"os";"time";"strings")
func TestProbe(t *testing.T){
 p,err:=Find("."); if err!=nil{t.Fatal(err)}
 b:=time.Now()
 if err:=(Setup{Project:p,Progress:os.Stderr}).Run(t.Context());err!=nil{t.Fatal(err)}
 t.Log(time.Since(b))
 for _,f:=range strings.Fields(os.Getenv("NB")){ r,err:=p.Run(t.Context(),Execution{Notebook:f,Progress:os.Stderr}); t.Logf("%+v",r); t.Logf("ERR %v",err)}
}
