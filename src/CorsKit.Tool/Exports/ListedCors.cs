using CorsKit.Methods;
using CorsKit.Policies;
using CorsKit.Tool.Apps;

namespace CorsKit.Tool.Exports;

/// <summary>The policy in lists, as HTTP APIs, Function URLs and CloudFront take it; what they cannot take is refused.</summary>
internal sealed class ListedCors
{
    private static readonly string[] Routable = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    private readonly ExportRequest _request;
    private readonly Export _export;
    private readonly Front _front;

    private ListedCors(ExportRequest request, Export export, Front front)
    {
        _request = request;
        _export = export;
        _front = front;
        Origins = ReadOrigins();
        Methods = ReadMethods();
        Headers = ReadHeaders();
        Exposed = request.Rules.ExposeHeaders?.Split(',') ?? [];
        CheckCounts();
    }

    public IReadOnlyList<string> Origins { get; }

    /// <summary>With the three that need no permission: a gateway compares, where a browser does not.</summary>
    public IReadOnlyList<string> Methods { get; }

    public IReadOnlyList<string> Headers { get; }

    public IReadOnlyList<string> Exposed { get; }

    public bool Credentials => _request.Rules.AllowCredentials;

    public static ListedCors Read(ExportRequest request, Export export, Front front) => new(request, export, front);

    private PolicyRules Rules => _request.Rules;

    private List<string> ReadOrigins()
    {
        if (Rules.AnyOrigin)
        {
            return ["*"];
        }

        var foreign = Drift.Inexpressible(Rules, _request.Settings.AllowOrigins, _front.TakesSchemes).Distinct().ToList();
        if (foreign.Count == 0)
        {
            return [.. Rules.ExactOrigins.Concat(_request.Settings.AllowOrigins.Select(Drift.Scheme).OfType<string>()).Distinct()];
        }

        var list = string.Join(", ", foreign);
        if (_request.Approximate && !Rules.AllowCredentials)
        {
            _export.Approximated($"{_front.Name} cannot say {list}, and allows any origin: every page may call the API and read what it answers without credentials");
            return ["*"];
        }

        // What is no http or https origin cannot be listed there either.
        var orList = foreign.TrueForAll(Drift.IsWeb) ? ", or list the origins one by one" : "";
        _export.Refuse("AllowOrigins", $"{_front.Origins}, and not {list}.",
            Rules.AllowCredentials
                ? $"Let the app own CORS, which knows them{orList}. Nothing weaker is safe with credentials."
                : $"Let the app own CORS, which knows them{orList}; --approximate writes \"*\".");
        return [];
    }

    private List<string> ReadMethods()
    {
        // With credentials a '*' is the name of a method (https://fetch.spec.whatwg.org/#http-new-header-syntax); the list is all there is to route.
        if (Rules.AnyMethod)
        {
            return Rules.AllowCredentials ? [.. Routable.Where(_front.Methods.Contains)] : [_front.AnyMethod];
        }

        var unknown = Rules.Methods.Where(method => !_front.Methods.Contains(method)).ToList();
        if (unknown.Count > 0)
        {
            _export.Refuse("AllowMethods", $"{_front.Name} takes {string.Join(", ", _front.Methods)}, and not {string.Join(", ", unknown)}.",
                unknown is ["OPTIONS"] ? "Remove OPTIONS: preflights need no entry." : "Let the app own CORS, or remove the method.");
        }

        return [.. Routable.Where(method => FetchMethod.IsSafelisted(method) || Rules.Methods.Contains(method))];
    }

    private List<string> ReadHeaders()
    {
        if (Rules is { AnyHeader: true, AllowCredentials: true })
        {
            _export.Refuse("AllowHeaders", "With credentials a browser takes '*' for the name of a header; the app answers with what was asked, a gateway cannot.",
                "List the headers that pages send.");
        }

        if (Rules.AnyHeader)
        {
            // The wildcard never covers authorization: https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
            return Rules.Headers.Contains("authorization") ? ["*", "authorization"] : ["*"];
        }

        if (Rules.Headers.Count > 0 || !_front.NeedsHeaders)
        {
            return Rules.Headers;
        }

        if (_request.Approximate)
        {
            _export.Approximated($"{_front.Name} needs a header to allow any preflight, and allows content-type: pages may send JSON");
            return ["content-type"];
        }

        _export.Refuse("AllowHeaders", $"The policy allows no request header, and {_front.InSentence} without AllowHeaders allows no preflight at all.",
            "Allow one, for example \"content-type\"; --approximate writes that one.");
        return [];
    }

    private void CheckCounts()
    {
        foreach (var (setting, list) in (IEnumerable<(string, IReadOnlyList<string>)>)[("AllowOrigins", Origins), ("AllowHeaders", Headers), ("ExposeHeaders", Exposed)])
        {
            if (list.Count > _front.MostItems)
            {
                _export.Refuse(setting, $"{_front.Name} takes {_front.MostItems} items, and these are {list.Count}.", "Let the app own CORS.");
            }
        }
    }
}

/// <summary>What a front door takes.</summary>
/// <param name="Name">At the beginning of a sentence.</param>
/// <param name="Origins">Which origins it takes, as the beginning of a sentence.</param>
/// <param name="Methods">The methods that it knows.</param>
/// <param name="AnyMethod">How it says any.</param>
/// <param name="NeedsHeaders">Whether no preflight is allowed without AllowHeaders.</param>
/// <param name="MostItems">In one list.</param>
/// <param name="TakesSchemes">Whether <c>https://*</c> and <c>http://*</c> are any origin of the scheme.</param>
internal sealed record Front(string Name, string Origins, IReadOnlyList<string> Methods, string AnyMethod, bool NeedsHeaders, int MostItems, bool TakesSchemes = false)
{
    public string InSentence => char.ToLowerInvariant(Name[0]) + Name[1..];

    public static readonly Front HttpApi = new(
        "An HTTP API", "An HTTP API takes whole http and https origins, https://* and http://*", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"], "*", true, int.MaxValue, TakesSchemes: true);

    // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-lambda-url-cors.html
    public static readonly Front FunctionUrl = new(
        "A Function URL", "What a Function URL is documented to take is whole origins", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"], "*", false, 100);

    public static readonly Front CloudFront = new(
        "A response headers policy", "A response headers policy takes whole origins, and a wildcard only where it stands for any scheme too",
        ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"], "ALL", true, int.MaxValue);
}
