using CorsKit.Benchmarks.Measuring;
using CorsKit.Benchmarks.Requests;
RequestRow.Measure(PolicyCase.One, RequestCase.Preflight, 400);RequestRow.Measure(PolicyCase.One, RequestCase.Allowed, 400);RequestRow.Measure(PolicyCase.One, RequestCase.Refused, 400);
foreach (var policy in PolicyCase.All.Where(p => args.Length == 0 || args.Contains(p.Name)))
    foreach (var request in RequestCase.All.Where(r => !args.Any(a => a.StartsWith('@')) || args.Contains("@" + r.Name)))
    {
        var r = RequestRow.Measure(policy, request, 151);
        Console.WriteLine($"{policy,-25}{request,-28} none {r.Whole(Contender.None),6:0} floor+ {r.Added(Contender.Floor),6:0} ck+ {r.Added(Contender.CorsKit),6:0} uc+ {r.Added(Contender.UseCors),8:0}  uc {r.ToUseCors:0.00} fl {r.ToFloor:0.00} bytes {string.Join('/', Enum.GetValues<Contender>().Select(c => r.Bytes(c)))}");
    }
