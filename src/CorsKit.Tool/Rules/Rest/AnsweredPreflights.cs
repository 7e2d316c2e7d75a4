using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

/// <summary>Preflights that API Gateway answers itself, all with the same headers, and what pages send to their paths.</summary>
/// <param name="Written">The headers, at the first of the paths.</param>
/// <param name="Cors">The same as a configuration.</param>
/// <param name="Owner">For messages: "The MOCK OPTIONS of /orders".</param>
/// <param name="Requests">To all the paths.</param>
internal sealed record AnsweredPreflights(MappedHeaders Written, CorsConfiguration Cors, string Owner, IReadOnlyList<PageRequest> Requests)
{
    public PreflightAnswer Answer { get; } = new(Cors);

    /// <summary>The origins that it lets in, those of a mapping template too; none where that is not known.</summary>
    public IReadOnlyList<string> Origins => Cors.AllowOrigins is { IsComplete: true } origins ? [.. origins.Texts] : [];

    /// <summary>One for each set of headers: what is copied to fifty paths is one cause.</summary>
    public static IEnumerable<AnsweredPreflights> Of(RestApi api) =>
        from resource in api.Resources
        let preflight = api.PreflightOf(resource)
        where preflight is { IsMapped: true, Response.WritesOrigin: true }
        let response = preflight!.Response!
        group (resource, response) by string.Join('\n', response.Headers.Headers.Where(header => header.IsCors).Select(header => $"{header.Name}:{header.Raw}").Append(string.Join(',', response.Template?.Origins ?? []))) into same
        let first = same.First().response
        select new AnsweredPreflights(first.Headers, ConfigurationOf(first, api), OwnerOf(api, first.Headers, same.Count()),
            [.. same.SelectMany(item => item.resource.Methods.Where(method => method.Verb != RestMethod.Options).Select(method => method.RequestTo(item.resource.Path)))]);

    private static string OwnerOf(RestApi api, MappedHeaders written, int paths) =>
        Sentences.Begin(written.Owner) + (paths > 1 && written.Location != api.SamCors?.Location ? $" (and {paths - 1} more)" : "");

    /// <summary>SAM lists the methods of each path where AllowMethods is left out (samtranslator/swagger/swagger.py, _make_cors_allowed_methods_for_path_item).</summary>
    private static CorsConfiguration ConfigurationOf(IntegrationResponse response, RestApi api) => response.ToConfiguration() is var cors
        && response.Headers.Location == api.SamCors?.Location && api.SamCors.Find("Access-Control-Allow-Methods") is null
            ? cors with { AllowMethods = new ListSetting(response.Headers.Location, []) { IsComplete = false } }
            : cors;
}
