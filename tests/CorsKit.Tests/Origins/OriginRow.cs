namespace CorsKit.Tests.Origins;

/// <summary>A row of origins.txt, which the tests of three packages share.</summary>
/// <param name="Item">An item of AllowOrigins.</param>
/// <param name="Origin">The origin of a page.</param>
/// <param name="Verdict"><c>allowed</c>, <c>refused</c>, or the problem that the item is.</param>
/// <param name="WithCredentials">The same with AllowCredentials.</param>
/// <param name="HttpApi">Whether an HTTP API takes the item in its own configuration; null where AWS does not say.</param>
/// <param name="FunctionUrl">Whether a Function URL does.</param>
/// <param name="CloudFront">Whether a response headers policy does.</param>
public sealed record OriginRow(string Item, string Origin, string Verdict, string WithCredentials, bool? HttpApi, bool? FunctionUrl, bool? CloudFront)
{
    public static IReadOnlyList<OriginRow> All { get; } = [.. Read()];

    /// <summary>The items, each once, and what the front doors say of them.</summary>
    public static IEnumerable<OriginRow> Items => All.DistinctBy(row => row.Item);

    /// <summary>Item, origin, whether with credentials, and the verdict or the problem.</summary>
    public static IEnumerable<(string Item, string Origin, bool Credentials, string Verdict)> Verdicts =>
        All.SelectMany(row => new[] { (row.Item, row.Origin, false, row.Verdict), (row.Item, row.Origin, true, row.WithCredentials) });

    public GatewayCorsPolicySettings Settings(bool credentials) => new() { AllowOrigins = [Item], AllowCredentials = credentials, AllowHeaders = ["content-type"] };

    private static IEnumerable<OriginRow> Read()
    {
        using var reader = new StreamReader(typeof(OriginRow).Assembly.GetManifestResourceStream("origins.txt")!);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                var cells = line.Split(" | ");
                bool?[] takes = [.. cells[4..7].Select(cell => cell switch { "yes" => true, "no" => false, "?" => (bool?)null, _ => throw new InvalidDataException(line) })];
                yield return new(cells[0], cells[1], cells[2], cells[3], takes[0], takes[1], takes[2]);
            }
        }
    }
}
