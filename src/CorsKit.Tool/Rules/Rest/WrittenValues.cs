using CorsKit.Tool.Gateways;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Rules.Rest;

/// <summary>A CORS header that a REST API writes itself; what is copied to many paths is there once.</summary>
/// <param name="Name">Of the header.</param>
/// <param name="Raw">As the mapping has it.</param>
/// <param name="Value">What a browser receives; null where the request or the deployment decides.</param>
/// <param name="Location">Where it stands first.</param>
/// <param name="Resource">The resource of the template that it stands in.</param>
/// <param name="Owner">For messages: "the MOCK OPTIONS of /orders (and 3 more)".</param>
internal sealed record WrittenValue(string Name, string? Raw, string? Value, Location Location, string Resource, string Owner)
{
    /// <summary>Whether API Gateway refuses it as a mapping.</summary>
    public bool LacksQuotes { get; init; }

    public bool IsOrigin => Name.Equals(MappedHeaders.AllowOriginName, StringComparison.OrdinalIgnoreCase);
}

internal static class WrittenValues
{
    public static IEnumerable<WrittenValue> Of(RestApi api) =>
        from written in api.WrittenHeaders
        from header in written.Headers
        where header.IsCors || header.Name.Equals("Vary", StringComparison.OrdinalIgnoreCase)
        group (written, header) by (Kind: written.Owner.Split(' ')[1], Name: header.Name.ToUpperInvariant(), header.Raw) into same
        let first = same.First()
        let others = same.Select(item => item.written.Owner).Distinct().Count() - 1
        select new WrittenValue(first.header.Name, first.header.Raw, first.header.Value, first.header.Location, first.written.Resource,
            first.written.Owner + (others > 0 ? $" (and {others} more)" : "")) { LacksQuotes = first.header.LacksQuotes };
}
