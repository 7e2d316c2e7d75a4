using System.Diagnostics;
using System.Globalization;
using CorsKit.Benchmarks.Measuring;
using CorsKit.Benchmarks.Reporting;
using CorsKit.Benchmarks.Requests;

namespace CorsKit.Benchmarks.ColdStarts;

/// <summary>Starts of one form on one host with one first request: the entrants in turn, so that each start has its pair.</summary>
internal sealed class ColdStart(ColdStartForm form, string host, string firstRequest)
{
    private const double MostMilliseconds = 1;
    private const double MostMethods = 5;

    private static readonly Entrant None = new(Contender.None, "origin");
    private static readonly Entrant Floor = new(Contender.Floor, "origin");
    private static readonly Entrant[] WithPolicy =
        [new(Contender.CorsKit, "origin"), new(Contender.CorsKit, "pattern"), new(Contender.UseCors, "origin"), new(Contender.UseCors, "pattern")];

    private static readonly Entrant[] Entrants = [None, Floor, .. WithPolicy];

    private readonly Dictionary<Entrant, List<Start>> _starts = Entrants.ToDictionary(entrant => entrant, _ => new List<Start>());

    public static string Header => """
        | form | host | first request | | start to answer, ms | adds | 10th–90th percentile | building adds | request alone | adds | methods: building + request | adds | resident, MB |
        | --- | --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
        """;

    public static IReadOnlyList<ColdStart> MeasureAll(IReadOnlyList<ColdStartForm> forms, int starts)
    {
        var rows = forms.SelectMany(form => new[] { "Function", "Kestrel" }.SelectMany(host => new[] { new ColdStart(form, host, "preflight"), new ColdStart(form, host, "get") })).ToList();
        for (var start = 0; start < starts; start++)
        {
            foreach (var row in rows)
            {
                row.StartEach(start);
            }
        }

        return rows;
    }

    public IEnumerable<string> Rows() => Entrants.Select(entrant =>
    {
        double[] times = [.. _starts[entrant].Select(start => start.Whole).Order()];
        string Adds(Func<Start, double> figure, string format) => entrant == None ? "" : Added(entrant, None, figure).ToString(format, CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture,
            $"| {form.Name} | {host} | {firstRequest} | {entrant} | {Median(entrant, start => start.Whole):0.0} | {Adds(start => start.Whole, "0.0")} | {times[times.Length / 10]:0.0}–{times[times.Length * 9 / 10]:0.0} | {Adds(start => start.Building, "0.0")} | {Median(entrant, start => start.Request):0.0} | {Adds(start => start.Request, "0.0")} | {Median(entrant, start => start.MethodsOfBuilding):0} + {Median(entrant, start => start.MethodsOfRequest):0} | {Adds(start => start.Methods, "0")} | {Median(entrant, start => start.Resident / 1024):0.0} |");
    });

    /// <summary>The app's own choice of IL is no target: nobody who takes the package has it.</summary>
    public IEnumerable<Target> Targets()
    {
        if (form.IsIl)
        {
            yield break;
        }

        foreach (var policy in new[] { "origin", "pattern" })
        {
            var (entrant, other) = (new Entrant(Contender.CorsKit, policy), new Entrant(Contender.UseCors, policy));
            var what = $"Cold start, {form.Name}, {host}, first {firstRequest}, {policy}";
            yield return Milliseconds($"{what}: from the start of the process", "UseCors' ", Added(other, None, start => start.Whole), Added(entrant, None, start => start.Whole));
            yield return Milliseconds($"{what}: the request alone, over the floor", "", MostMilliseconds, Added(entrant, Floor, start => start.Request));
            if (Median(None, start => start.Methods) > 0)
            {
                var methods = Median(entrant, start => start.Methods) - Median(Floor, start => start.Methods);
                yield return new Target($"{what}: methods jitted, over the floor", $"{MostMethods:0}", $"{methods:0}", methods <= MostMethods);
            }
        }
    }

    private static Target Milliseconds(string what, string whose, double most, double value) => new(
        what, string.Create(CultureInfo.InvariantCulture, $"{whose}{most:0.0} ms"), string.Create(CultureInfo.InvariantCulture, $"{value:0.0} ms"), value <= most);

    private double Added(Entrant entrant, Entrant bare, Func<Start, double> figure) =>
        PairedRounds.Median([.. _starts[entrant].Zip(_starts[bare], (start, other) => figure(start) - figure(other))]);

    private double Median(Entrant entrant, Func<Start, double> figure) => PairedRounds.Median([.. _starts[entrant].Select(figure)]);

    private void StartEach(int start)
    {
        for (var turn = 0; turn < Entrants.Length; turn++)
        {
            var entrant = Entrants[(start + turn) % Entrants.Length];
            var now = Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture);
            var output = Child.Run(form.Program, [.. form.Arguments, entrant.Contender.ToString(), entrant.Policy, firstRequest, host, now]);
            double[] figures = [.. output.Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture))];
            _starts[entrant].Add(new Start(figures[0], figures[1], figures[2], figures[3], figures[4], figures[5]));
        }
    }

    private sealed record Entrant(Contender Contender, string Policy)
    {
        public override string ToString() => Contender is Contender.CorsKit or Contender.UseCors ? $"{Contender}, {Policy}" : $"{Contender}";
    }

    /// <summary>What the app of tests/CorsKit.ColdStart says of itself: milliseconds, methods, kilobytes.</summary>
    private sealed record Start(double Whole, double Building, double Request, double MethodsOfBuilding, double MethodsOfRequest, double Resident)
    {
        public double Methods => MethodsOfBuilding + MethodsOfRequest;
    }
}
