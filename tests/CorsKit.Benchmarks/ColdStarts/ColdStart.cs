using System.Diagnostics;
using System.Globalization;
using CorsKit.Benchmarks.Measuring;
using CorsKit.Benchmarks.Reporting;
using CorsKit.Benchmarks.Requests;

namespace CorsKit.Benchmarks.ColdStarts;

/// <summary>Starts of one form with one first request: the contenders in turn, so that each start has its pair.</summary>
internal sealed class ColdStart(ColdStartForm form, string firstRequest)
{
    private static readonly Contender[] Contenders = [Contender.None, Contender.CorsKit, Contender.UseCors];

    private readonly Dictionary<Contender, List<(double Milliseconds, double Methods)>> _starts = Contenders.ToDictionary(contender => contender, _ => new List<(double, double)>());

    public static string Header => """
        | form | first request | | median ms | 10th–90th percentile | adds (median of pairs) | methods jitted | adds |
        | --- | --- | --- | ---: | ---: | ---: | ---: | ---: |
        """;

    public static IReadOnlyList<ColdStart> MeasureAll(string folder, int starts, bool isQuick, Action<string> say)
    {
        var rows = ColdStartForm.PublishAll(folder, isQuick, say).SelectMany(form => new[] { new ColdStart(form, "preflight"), new ColdStart(form, "get") }).ToList();
        for (var start = 0; start < starts; start++)
        {
            foreach (var row in rows)
            {
                row.StartEach(start);
            }
        }

        return rows;
    }

    public IEnumerable<string> Rows() => Contenders.Select(contender =>
    {
        double[] times = [.. _starts[contender].Select(start => start.Milliseconds).Order()];
        var adds = contender == Contender.None ? ("", "") : ($"{AddedMilliseconds(contender):0.0} ms", $"{AddedMethods(contender):0}");
        return string.Create(CultureInfo.InvariantCulture,
            $"| {form.Name} | {firstRequest} | {contender} | {PairedRounds.Median([.. times]):0.0} | {times[times.Length / 10]:0.0}–{times[times.Length * 9 / 10]:0.0} | {adds.Item1} | {Methods(contender):0} | {adds.Item2} |");
    });

    /// <summary>The app's own choice of IL is no target: nobody who takes the package has it.</summary>
    public IEnumerable<Target> Targets()
    {
        if (form.Name.EndsWith("IL", StringComparison.Ordinal))
        {
            yield break;
        }

        var what = $"Cold start, {form.Name}, first {firstRequest}";
        yield return new Target($"{what}: time", $"UseCors' {AddedMilliseconds(Contender.UseCors):0.0} ms", $"{AddedMilliseconds(Contender.CorsKit):0.0} ms", AddedMilliseconds(Contender.CorsKit) <= AddedMilliseconds(Contender.UseCors));
        if (Methods(Contender.None) > 0)
        {
            yield return new Target($"{what}: methods jitted", $"UseCors' {AddedMethods(Contender.UseCors):0}", $"{AddedMethods(Contender.CorsKit):0}", AddedMethods(Contender.CorsKit) <= AddedMethods(Contender.UseCors));
        }
    }

    private double AddedMilliseconds(Contender contender) =>
        PairedRounds.Median([.. _starts[contender].Zip(_starts[Contender.None], (start, bare) => start.Milliseconds - bare.Milliseconds)]);

    private double AddedMethods(Contender contender) => Methods(contender) - Methods(Contender.None);

    private double Methods(Contender contender) => PairedRounds.Median([.. _starts[contender].Select(start => start.Methods)]);

    private void StartEach(int start)
    {
        for (var turn = 0; turn < Contenders.Length; turn++)
        {
            var contender = Contenders[(start + turn) % Contenders.Length];
            var now = Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture);
            var figures = Child.Run(form.Program, [.. form.Arguments, contender.ToString(), firstRequest, now]).Split(' ');
            _starts[contender].Add((double.Parse(figures[0], CultureInfo.InvariantCulture), double.Parse(figures[1], CultureInfo.InvariantCulture)));
        }
    }
}
