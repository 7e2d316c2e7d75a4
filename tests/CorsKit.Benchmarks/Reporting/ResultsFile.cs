using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using CorsKit.Benchmarks.ColdStarts;
using CorsKit.Benchmarks.Hosts;
using CorsKit.Benchmarks.Measuring;
using CorsKit.Benchmarks.Preflights;
using CorsKit.Benchmarks.Requests;

namespace CorsKit.Benchmarks.Reporting;

/// <summary>RESULTS.md.</summary>
internal sealed class ResultsFile(bool isQuick)
{
    private readonly StringBuilder _text = new();

    public static string Path => System.IO.Path.Combine(Repository.Root, "tests", "CorsKit.Benchmarks", "RESULTS.md");

    public void Write() => File.WriteAllText(Path, _text.ToString().ReplaceLineEndings("\n"));

    public override string ToString() => _text.ToString();

    public void AddHead() => Add($"""
        # Results

        Written by `dotnet run -c Release --project tests/CorsKit.Benchmarks{(LambdaHost.HasAmazons ? " -p:AmazonHost=true" : "")}{(isQuick ? " -- --quick" : "")}` on {DateTime.UtcNow:yyyy-MM-dd}: {Cpu}, {Environment.ProcessorCount} cores,
        {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, Microsoft.AspNetCore.Cors {typeof(CorsMiddlewareExtensions).Assembly.GetName().Version?.ToString(3)},
        BenchmarkDotNet {typeof(BenchmarkDotNet.Running.BenchmarkRunner).Assembly.GetName().Version?.ToString(3)}, CorsKit {typeof(GatewayCorsPolicy).Assembly.GetName().Version?.ToString(3)}.

        "Adds" is what one adds over the bare pipeline, taken in paired rounds of one process: what one takes minus what none takes, round by round, then the median.
        The floor is a hand-written middleware with hard-coded values that sets the same headers as soon as it knows them. CorsKit runs with its error boundary. Nobody listens to logs or metrics.
        """);

    public void AddTargets(IReadOnlyList<Target> targets)
    {
        Add($"## Targets: {targets.Count(target => target.IsMet)} of {targets.Count} met");
        Add(["| target | at most | measured | |", "| --- | --- | --- | --- |", .. targets.Select(target => $"| {target.What} | {target.AtMost} | {target.Measured} | {(target.IsMet ? "met" : "**not met**")} |")]);
    }

    public void AddRequests(IReadOnlyList<RequestRow> rows)
    {
        Add("## Requests");
        Add("Nanoseconds: the bare pipeline's, and what each adds to it; the ratios are of what is added. Bytes: floor / CorsKit / UseCors; the bare pipeline allocates none.");
        Add(
        [
            "| policy | request | bare | floor adds | CorsKit adds | UseCors adds | CorsKit to UseCors | CorsKit to floor | bytes |",
            "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
            .. rows.Select(row => string.Create(CultureInfo.InvariantCulture,
                $"| {row.Policy} | {row.Request} | {row.Whole(Contender.None):0} | {row.Added(Contender.Floor):0} | {row.Added(Contender.CorsKit):0} | {row.Added(Contender.UseCors):#,0} | {Target.Text(row.ToUseCors)} | {row.ToFloor:0.0} | {row.Bytes(Contender.Floor)} / {row.Bytes(Contender.CorsKit)} / {row.Bytes(Contender.UseCors):#,0} |")),
        ]);
    }

    public void AddHosts(IReadOnlyList<HostRow> rows)
    {
        Add("## On Lambda hosts");
        Add("""
            A whole invocation, from the event to the response; the policy has 1 origin. Nanoseconds: without CORS, and what each adds, each the median of several processes. Here the floor registers one callback, which writes the headers when the response starts:
            what is written earlier, an exception handler takes off, and the app's own callbacks run later on such a host. Bytes: what floor / CorsKit / UseCors add.
            """);
        Add(
        [
            "| host | request | no CORS | floor adds | CorsKit adds | UseCors adds | CorsKit to UseCors | CorsKit to floor | bytes |",
            "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
            .. rows.Select(row => string.Create(CultureInfo.InvariantCulture,
                $"| {row.Host.Name} | {row.Request} | {row.Whole(Contender.None):#,0} | {row.Added(Contender.Floor):#,0} | {row.Added(Contender.CorsKit):#,0} | {row.Added(Contender.UseCors):#,0} | {Target.Text(row.ToUseCors)} | {Target.Text(row.ToFloor)} | {row.BytesAdded(Contender.Floor):#,0} / {row.BytesAdded(Contender.CorsKit):#,0} / {row.BytesAdded(Contender.UseCors):#,0} |")),
        ]);
    }

    public void AddColdStarts(IReadOnlyList<ColdStartForm> forms, IReadOnlyList<ColdStart> rows, int starts)
    {
        Add("## Cold start");
        Add($"""
            A slim app with one endpoint: from the start of the process to the first answer, what of that is building the app, and the first request alone, from when it is sent until it
            is answered; {starts} starts of each, in turn. "Adds" is the median of pairs, over no CORS. Methods are those that had to be compiled. The policy has one origin, or one pattern,
            with credentials. Host "Function" calls the app as Amazon's host does, without a socket. The floor is a hand-written middleware that writes the same headers by one callback:
            where the app is IL, four methods of it are compiled, and Kestrel compiles nine for the first callback of anyone.
            """);
        foreach (var form in forms.Where(form => form.Size is not null))
        {
            Add(string.Create(CultureInfo.InvariantCulture, $"{form.Name}: one file of {form.Size / 1048576.0:0.0} MB, published without a warning."));
        }

        Add([ColdStart.Header, .. rows.SelectMany(row => row.Rows())]);
    }

    public void AddSessions(IReadOnlyList<SessionCost> costs, Prices prices)
    {
        Add("## Preflights saved");
        Add(string.Create(CultureInfo.InvariantCulture, $"""
            A scripted shopping session: {ShoppingSession.Requests.Count} requests for {ShoppingSession.Requests.Select(request => request.Path).Distinct().Count()} URLs in twenty minutes, each with an authorization header, by the rules of each engine's preflight cache.
            Dollars for a million sessions, at {prices.Invocations:0.00} a million invocations, {prices.GbSecond:0.0000000000} a GB-second ({prices.MemoryMb} MB, {prices.Milliseconds} ms each) and {prices.ApiRequests:0.00} a million API requests
            (preflights that the gateway answers counted as API requests); other prices with --price-invocations, --price-gb-second, --price-api-requests, --memory-mb, --milliseconds.
            """));
        Add(["| engine | who answers preflights | preflights | invocations | API requests | $ |", "| --- | --- | ---: | ---: | ---: | ---: |", .. costs.Select(cost => cost.ToRow(prices))]);
    }

    public void AddBenchmarkDotNet(IReadOnlyList<string> table)
    {
        Add("## BenchmarkDotNet");
        Add("Whole requests, each contender for itself.");
        Add(table);
    }

    private static string Cpu => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor"
        : RuntimeInformation.OSArchitecture.ToString();

    private void Add(string paragraph) => Add([paragraph]);

    private void Add(IReadOnlyList<string> lines)
    {
        _text.Append(_text.Length > 0 ? "\n" : "");
        foreach (var line in lines)
        {
            _text.AppendLine(line);
        }
    }
}
