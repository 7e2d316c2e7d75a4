using CorsKit.Benchmarks.Measuring;
using CorsKit.Benchmarks.Requests;
foreach (var policy in PolicyCase.All)
    foreach (var request in RequestCase.All)
    {
        var r = RequestRow.Measure(policy, request, 151);
        Console.WriteLine($"{policy,-25}{request,-28} none {r.Whole(Contender.None),6:0} floor+ {r.Added(Contender.Floor),6:0} ck+ {r.Added(Contender.CorsKit),6:0} uc+ {r.Added(Contender.UseCors),8:0}  uc {r.ToUseCors:0.00} fl {r.ToFloor:0.00} bytes {string.Join('/', Enum.GetValues<Contender>().Select(c => r.Bytes(c)))}");
    }
