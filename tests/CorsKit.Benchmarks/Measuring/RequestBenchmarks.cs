using System.Globalization;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using CorsKit.Benchmarks.Requests;
using CorsKit.Tests.Middleware;
using Perfolizer.Horology;

namespace CorsKit.Benchmarks.Measuring;

/// <summary>The same requests by BenchmarkDotNet: whole requests, each contender for itself, and the bytes it counts.</summary>
public class RequestBenchmarks
{
    private RequestDelegate _pipeline = null!;
    private ReusedRequest _request = null!;

    public static bool IsQuick { get; set; }

    /// <summary>How it grows, the paired rounds tell.</summary>
    public static IEnumerable<string> Policies => PolicyCase.All.Select(policy => policy.Name)
        .Where(name => name is "1 origin" or "1,000 origins" || (!IsQuick && name is "1 origin, credentials" or "1 pattern" or "any origin"));

    public static IEnumerable<string> Requests => RequestCase.All.Select(request => request.Name)
        .Where(name => !IsQuick || name is "actual, allowed" or "actual, refused" or "preflight, allowed");

    [ParamsSource(nameof(Policies))]
    public string Policy { get; set; } = "";

    [ParamsSource(nameof(Requests))]
    public string Request { get; set; } = "";

    [ParamsAllValues]
    public Contender Contender { get; set; }

    [GlobalSetup]
    public void Build()
    {
        var policy = PolicyCase.Named(Policy);
        _pipeline = Pipelines.Of(Contender, policy);
        _request = RequestCase.Named(Request).To(policy);
    }

    [Benchmark]
    public void Run() => _request.Run(_pipeline);

    /// <summary>Runs it, in this process (nothing has to be restored), and makes a table of it.</summary>
    internal static IEnumerable<string> Table(bool isQuick)
    {
        IsQuick = isQuick;
        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(isQuick ? 2 : 4).WithIterationCount(isQuick ? 7 : 15).WithIterationTime(TimeInterval.FromMilliseconds(isQuick ? 40 : 60));
        var config = ManualConfig.CreateEmpty().AddJob(job).AddDiagnoser(MemoryDiagnoser.Default).AddLogger(NullLogger.Instance)
            .AddColumnProvider(DefaultColumnProviders.Instance).WithArtifactsPath(Path.Combine(Path.GetTempPath(), "corskit-benchmarkdotnet"));
        var summary = BenchmarkRunner.Run<RequestBenchmarks>(config);
        yield return "| policy | request | | median ns | ± (standard error) | bytes |";
        yield return "| --- | --- | --- | ---: | ---: | ---: |";
        foreach (var report in summary.Reports)
        {
            var parameters = report.BenchmarkCase.Parameters;
            var figures = report.ResultStatistics ?? throw new InvalidOperationException($"BenchmarkDotNet has no figures for {report.BenchmarkCase.DisplayInfo}.");
            yield return string.Create(CultureInfo.InvariantCulture,
                $"| {parameters[nameof(Policy)]} | {parameters[nameof(Request)]} | {parameters[nameof(Contender)]} | {figures.Median:#,0} | {figures.StandardError:#,0.0} | {report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase):#,0} |");
        }
    }
}
