using CorsKit.Headers;
using CorsKit.Origins;

namespace CorsKit.Tool.Rules;

/// <summary>Why a browser does not accept the value of a CORS header that a gateway writes as it stands.</summary>
internal static class HeaderValues
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "*"];

    /// <summary>What needs no permission, or cannot be sent, may stand in a list in any way; and WebDAV's methods (RFC 4918) are some.</summary>
    private static readonly string[] Harmless =
    [
        "GET", "HEAD", "POST", "OPTIONS", "CONNECT", "TRACE", "TRACK", "PROPFIND", "PROPPATCH", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK", "SEARCH", "REPORT",
    ];

    /// <param name="value">Of Access-Control-Allow-Origin, or an item of a list of origins.</param>
    /// <param name="takesPatterns">Whether the front door compares patterns such as https://*.example.com.</param>
    /// <returns>A clause that ends the sentence; null where it is an origin.</returns>
    public static string? WhyNoOrigin(string value, bool takesPatterns)
    {
        if (GatewayCorsPolicy.TryCreate(new GatewayCorsPolicySettings { AllowOrigins = [value] }, out _, out var problems))
        {
            return value.Contains('*') && !takesPatterns ? "is a pattern: browsers compare letter by letter." : null;
        }

        // A gateway decides about nothing in code.
        return $"is no origin. {problems[0].Reason}. {problems[0].Fix.Replace(OriginFault.RuleInCode, "", StringComparison.Ordinal).TrimEnd()}";
    }

    /// <summary>Whether pages that the preflight lets in cannot read a response that allows this one origin. What is no origin is another rule's.</summary>
    /// <param name="value">The response's Access-Control-Allow-Origin.</param>
    /// <param name="preflight">The origins of the preflight, or '*'.</param>
    public static bool ShutsOut(string? value, IReadOnlyCollection<string> preflight) =>
        value is not null && preflight.Count > 0 && !preflight.Contains(value) && IsOrigin(value) && preflight.All(origin => origin == "*" || IsOrigin(origin));

    /// <summary>For messages: '*' covers whatever else is there.</summary>
    public static string Origins(IReadOnlyCollection<string> allowed) => allowed.Contains("*") ? "'*'" : string.Join(", ", allowed);

    private static bool IsOrigin(string value) => WhyNoOrigin(value, takesPatterns: false) is null;

    /// <summary>Whether several origins stand in one value, with commas or with what some take for one.</summary>
    public static bool IsList(string value) => value.Contains(',') || value.Trim().AsSpan().ContainsAny(' ', ';', '|');

    /// <param name="name">Of the header.</param>
    /// <param name="value">As the browser receives it.</param>
    /// <returns>What is wrong with it, as a sentence; null where nothing is.</returns>
    public static (string Reason, Level? Level)? Find(string name, string value) => name.ToUpperInvariant() switch
    {
        "ACCESS-CONTROL-ALLOW-METHODS" => FindInList(value) ?? FindInMethods(Items(value)),
        "ACCESS-CONTROL-ALLOW-HEADERS" or "ACCESS-CONTROL-EXPOSE-HEADERS" => FindInList(value),
        "ACCESS-CONTROL-ALLOW-CREDENTIALS" when value is not ("true" or "false" or "") => ("Only the word true counts, in lower case.", null),
        "ACCESS-CONTROL-MAX-AGE" when !IsNumber(value) => ("Browsers take a number of seconds, and 5 where it is none.", Level.Warning),
        _ => null,
    };

    /// <summary>Names that no method of a page has.</summary>
    public static (string Reason, Level? Level)? FindInMethods(IEnumerable<string> items)
    {
        var unknown = items.Where(item => !Methods.Contains(item) && !Harmless.Contains(item.ToUpperInvariant())).ToList();
        return unknown.Count == 0 ? null
            : Array.Exists(Methods, method => method.Equals(unknown[0], StringComparison.OrdinalIgnoreCase)) ? ($"Methods are compared letter by letter: write {unknown[0].ToUpperInvariant()}.", null)
            : ($"{string.Join(", ", unknown)} {(unknown.Count == 1 ? "is no method" : "are no methods")} of API Gateway; '*' stands for any where no credentials are sent.", null);
    }

    public static bool IsNumber(string value) => int.TryParse(value, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out _);

    /// <summary>Why an item of a list is no name, as a sentence.</summary>
    public static string? WhyNoName(string item) =>
        item.AsSpan().ContainsAny('\'', '"') ? $"The quotes round {item.Trim('\'', '"', ' ')} belong to the name that the browser compares: leave them out."
        : HttpToken.IsToken(item) ? null
        : $"\"{item}\" is no name, and the browser refuses the whole list.";

    private static (string Reason, Level? Level)? FindInList(string value) =>
        Items(value).Select(WhyNoName).FirstOrDefault(reason => reason is not null) is { } found ? (found, null) : null;

    private static string[] Items(string value) => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
