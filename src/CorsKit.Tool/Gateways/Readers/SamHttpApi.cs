using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways.Readers;

/// <summary>AWS::Serverless::HttpApi, and the API that HttpApi events imply.</summary>
internal sealed class SamHttpApi(EvaluatedTemplate template, IncludedFiles files)
{
    public HttpApi Read(string id, Location location, Node properties, IEnumerable<SamEvent> events, GatewayModel model)
    {
        var api = new HttpApi(id, location) { Cors = ReadCors(properties["CorsConfiguration"]) };
        var open = new HashSet<Location>();
        if ((properties["DefinitionBody"] ?? properties["DefinitionUri"]) is { } body)
        {
            api.IsWhole = Definition.Read(body, id, template, files, model, definition => definition.ReadInto(api));
        }
        else
        {
            foreach (var e in events)
            {
                var own = e.Authorizer(properties["Auth"]?["Authorizers"], out var isOpen);
                var route = e.Path is null ? HttpRoute.Parse(HttpRoute.Default, e.Function, e.Location) : new HttpRoute(e.Verb, e.Path, e.Function, e.Location);
                api.Routes.Add(route with { Authorizer = own });
                if (isOpen)
                {
                    open.Add(e.Location);
                }
            }
        }

        if (properties["CorsConfiguration"] is { IsFalse: false } cors && properties["DefinitionUri"] is not null && properties["DefinitionBody"] is null)
        {
            model.Refused.Add((id, cors.Location, Refusals.CorsBesideDefinitionUri("CorsConfiguration")));
        }

        if (properties["CorsConfiguration"] is { Text: { } flag, IsTrue: false, IsFalse: false } text)
        {
            model.Refused.Add((id, text.Location, $"CorsConfiguration is \"{flag}\", and SAM takes true or a mapping."));
        }

        // The default stands before every route that has no authorizer of its own, but OPTIONS:
        // https://github.com/aws/serverless-application-model/blob/develop/samtranslator/open_api/open_api.py (set_path_default_authorizer)
        if (Guard.Named(properties["Auth"]?["DefaultAuthorizer"], properties["Auth"]?["Authorizers"]) is { } guard)
        {
            for (var i = 0; i < api.Routes.Count; i++)
            {
                var route = api.Routes[i];
                api.Routes[i] = route.Verb == "OPTIONS" || route.WantsNobody || open.Contains(route.Location) ? route : route with { Authorizer = route.Authorizer ?? guard };
            }
        }

        // SAM's stage deploys by itself, and is $default unless it is named.
        var stage = properties["StageName"];
        api.Stages.Add(new HttpStage(stage is null ? new Setting(location, HttpRoute.Default) : Setting.From(stage)!, id, stage?.Location ?? location, AutoDeploy: true));
        return api;
    }

    /// <summary><c>CorsConfiguration: true</c> means any origin, and nothing else.</summary>
    private static CorsConfiguration? ReadCors(Node? cors) => cors switch
    {
        null or { IsFalse: true } => null,
        { Text: not null, IsTrue: false } => new CorsConfiguration(cors.Location) { AllowOrigins = Wildcard(cors), AllowMethods = Wildcard(cors), AllowHeaders = Wildcard(cors) },
        { IsTrue: true } => new CorsConfiguration(cors.Location) { AllowOrigins = Wildcard(cors) },
        _ => CorsConfiguration.From(cors),
    };

    private static ListSetting Wildcard(Node cors) => new(cors.Location, [new Setting(cors.Location, "*")]);
}
