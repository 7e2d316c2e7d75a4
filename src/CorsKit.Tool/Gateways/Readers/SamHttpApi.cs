using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways.Readers;

/// <summary>AWS::Serverless::HttpApi, and the API that HttpApi events imply.</summary>
internal sealed class SamHttpApi(EvaluatedTemplate template, IncludedFiles files)
{
    public HttpApi Read(string id, Place place, Node properties, IEnumerable<SamEvent> events, Architecture architecture)
    {
        var api = new HttpApi(id, place) { Cors = ReadCors(properties["CorsConfiguration"]) };
        if ((properties["DefinitionBody"] ?? properties["DefinitionUri"]) is { } body)
        {
            api.IsWhole = Definition.Read(body, id, template, files, architecture, definition => definition.ReadInto(api));
        }
        else
        {
            foreach (var e in events)
            {
                var own = e.Authorizer(out var isOpen);
                var route = e.Path is null ? HttpRoute.Parse(HttpRoute.Default, e.Function, e.Place) : new HttpRoute(e.Verb, e.Path, e.Function, e.Place);
                api.Routes.Add(route with { Authorizer = own ?? (isOpen ? null : Guard.Named(properties["Auth"]?["DefaultAuthorizer"])) });
            }
        }

        // SAM's stage deploys by itself, and is $default unless it is named.
        var stage = properties["StageName"];
        api.Stages.Add(new HttpStage(stage is null ? new Setting(place, HttpRoute.Default) : Setting.From(stage)!, id, stage?.Place ?? place, AutoDeploy: true));
        return api;
    }

    /// <summary><c>CorsConfiguration: true</c> means any origin, and nothing else.</summary>
    private static CorsConfiguration? ReadCors(Node? cors) => cors switch
    {
        null or { IsFalse: true } => null,
        { IsTrue: true } => new CorsConfiguration(cors.Place) { AllowOrigins = new ListSetting(cors.Place, [new Setting(cors.Place, "*")]) },
        _ => CorsConfiguration.From(cors),
    };
}
