using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways.Readers;

/// <summary>AWS::Serverless::HttpApi, and the API that HttpApi events imply.</summary>
internal sealed class SamHttpApi(EvaluatedTemplate template, IncludedFiles files)
{
    public HttpApi Read(string id, Place place, Node properties, IEnumerable<SamEvent> events, Architecture architecture)
    {
        var body = properties["DefinitionBody"] ?? properties["DefinitionUri"];
        var api = new HttpApi(id, place) { Cors = ReadCors(properties["CorsConfiguration"]), HasDefinitionUri = properties["DefinitionUri"] is not null };
        if (body is not null)
        {
            api.IsWhole = Definition.Find(body, template, files, out var root);
            if (root is not null)
            {
                new OpenApiReader(root, id).ReadInto(api);
            }

            if (!api.IsWhole)
            {
                architecture.Remark(id, body.Place, "The API's definition lies where corskit cannot see it; check that file too.");
            }
        }
        else
        {
            foreach (var e in events)
            {
                var own = e.Authorizer(out var isOpen);
                var route = e.Path is null ? HttpRoute.Parse(HttpRoute.Default, e.Function, e.Place) : new HttpRoute(e.Verb, e.Path, e.Function, e.Place);
                api.Routes.Add(route with { Authorizer = own ?? (isOpen ? null : SamAuthorizer.Of(properties["Auth"]?["DefaultAuthorizer"])) });
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
