using System.Globalization;
using CorsKit.Benchmarks.ColdStarts;
using CorsKit.Benchmarks.Hosts;
using CorsKit.Benchmarks.Measuring;
using CorsKit.Benchmarks.Preflights;
using CorsKit.Benchmarks.Reporting;
using CorsKit.Benchmarks.Requests;

// dotnet run -c Release --project tests/CorsKit.Benchmarks [-- --quick] [--hosts] [--price-invocations 0.20 …]
if ((args is [var once] && Compilation.TryRunOnce(once)) || LongList.TryRunOnce(args) || await HostRow.TryRunOnceAsync(args))
{
    return 0;
}

string[] options = ["--quick", "--hosts", "--price-invocations", "--price-gb-second", "--price-api-requests", "--memory-mb", "--milliseconds"];
if (args.FirstOrDefault(argument => argument.StartsWith('-') && !options.Contains(argument)) is { } unknown)
{
    Console.Error.WriteLine($"There is no option {unknown}. The options are {string.Join(", ", options)}.");
    return 2;
}

var isQuick = args.Contains("--quick");
var rounds = isQuick ? 401 : 1501;
var starts = isQuick ? 10 : 25;
var processes = isQuick ? 1 : 5;
var standard = new Prices();
var prices = new Prices(
    Option("--price-invocations", standard.Invocations),
    Option("--price-gb-second", standard.GbSecond),
    Option("--price-api-requests", standard.ApiRequests),
    Option("--memory-mb", standard.MemoryMb),
    Option("--milliseconds", standard.Milliseconds));

if (args.Contains("--hosts"))
{
    var some = new ResultsFile(isQuick);
    some.AddHosts(HostRow.Measure(processes, rounds / 3));
    Console.WriteLine(some);
    return 0;
}

Say("requests");
RequestRow.Measure(PolicyCase.One, RequestCase.Preflight, rounds * 2);
RequestRow.Measure(PolicyCase.One, RequestCase.Refused, rounds * 2);
var requests = PolicyCase.All.Where(policy => !isQuick || policy.Name is not ("10 origins" or "100 patterns")).SelectMany(policy => RequestCase.All.Select(request => RequestRow.Measure(policy, request, rounds))).ToList();

Say("growth");
PolicyCase[] exact = [PolicyCase.One, PolicyCase.Named("10 origins"), PolicyCase.Thousand, PolicyCase.Named("100,000 origins")];
PolicyCase[] patterns = [PolicyCase.Named("1 pattern"), PolicyCase.Named("100 patterns"), PolicyCase.Named("1,000 patterns"), PolicyCase.Named("10,000 patterns")];
RequestCase[] growing = [RequestCase.Allowed, RequestCase.Refused, RequestCase.Preflight];
var growth = growing.SelectMany(request => new[] { GrowthRow.Measure(request, rounds * 2, exact), GrowthRow.Measure(request, rounds * 2, patterns), GrowthRow.Measure(request, rounds * 2, PolicyCase.OfLabels) }).ToList();

Say("hostile requests");
var hostile = RequestCase.Hostile.SelectMany(request => new[] { PolicyCase.One, PolicyCase.Named("1,000 patterns"), PolicyCase.OfLabels[^1] }.Select(policy => HostileRow.Measure(policy, request, rounds))).ToList();

Say("remembered answers");
var remembered = RememberedRow.MeasureAll(rounds * 2).ToList();

Say("compilation");
var compilation = Compilation.Measure(isQuick ? 5 : 15).ToList();

Say("long lists");
var longLists = LongList.MeasureAll(isQuick ? 3 : 5).ToList();

Say("Lambda hosts");
var hosts = HostRow.Measure(processes, rounds / 3);

Say("cold starts");
var folder = Directory.CreateTempSubdirectory("corskit-coldstart");
IReadOnlyList<ColdStartForm> forms;
IReadOnlyList<ColdStart> coldStarts;
try
{
    forms = [.. ColdStartForm.PublishAll(folder.FullName, isQuick, Console.WriteLine)];
    coldStarts = ColdStart.MeasureAll(forms, starts);
}
finally
{
    folder.Delete(recursive: true);
}

Say("preflights saved");
var sessions = await SessionCost.PlayAllAsync();

Say("BenchmarkDotNet");
var table = RequestBenchmarks.Table(isQuick).ToList();

var results = new ResultsFile(isQuick);
results.AddHead();
results.AddTargets(
[
    .. hosts.SelectMany(row => row.Targets()), .. RequestTargets.Of(requests), .. growth.Select(row => row.Target), .. hostile.Select(row => row.Target), .. remembered.Select(row => row.Target), .. compilation,
    .. longLists.SelectMany(list => list.Targets()),
    .. coldStarts.SelectMany(row => row.Targets()),
]);
results.AddSessions(sessions, prices);
results.AddColdStarts(forms, coldStarts, starts);
results.AddHosts(hosts);
results.AddRequests(requests);
results.AddBenchmarkDotNet(table);
results.Write();
Say($"wrote {ResultsFile.Path}");
return 0;

static void Say(string what) => Console.WriteLine($"{DateTime.Now:HH:mm:ss} {what}");

double Option(string name, double otherwise)
{
    var place = Array.IndexOf(args, name);
    return place < 0 ? otherwise : double.Parse(args[place + 1], CultureInfo.InvariantCulture);
}
