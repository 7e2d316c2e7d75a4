using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways.Readers;

/// <summary>
/// What SAM's transform would make: APIs, explicit and implied by events, with Globals merged in
/// (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html).
/// </summary>
internal static class SamReader
{
    public const string ImplicitRestApi = "ServerlessRestApi";
    public const string ImplicitHttpApi = "ServerlessHttpApi";

    public static void Read(EvaluatedTemplate template, GatewayModel model, IncludedFiles files)
    {
        var events = FunctionEvents(template).ToList();
        foreach (var resource in template.OfType("AWS::Serverless::Api"))
        {
            model.RestApis.Add(new SamRestApi(template, files).Read(resource.Id, resource.Location,
                WithGlobals(template, "Api", resource.Properties), events.Where(e => e.Api == resource.Id), model));
        }

        foreach (var resource in template.OfType("AWS::Serverless::HttpApi"))
        {
            model.HttpApis.Add(new SamHttpApi(template, files).Read(resource.Id, resource.Location,
                WithGlobals(template, "HttpApi", resource.Properties), events.Where(e => e.Api == resource.Id), model));
        }

        var nothing = new MappingNode(default, []);
        var implied = events.Where(e => e.Api == ImplicitRestApi).ToList();
        if (implied.Count > 0)
        {
            model.RestApis.Add(new SamRestApi(template, files).Read(
                ImplicitRestApi, implied[0].Location, WithGlobals(template, "Api", nothing), implied, model));
        }

        var impliedHttp = events.Where(e => e.Api == ImplicitHttpApi).ToList();
        if (impliedHttp.Count > 0)
        {
            model.HttpApis.Add(new SamHttpApi(template, files).Read(
                ImplicitHttpApi, impliedHttp[0].Location, WithGlobals(template, "HttpApi", nothing), impliedHttp, model));
        }

        RestApiReader.ReadAttachments(template, model);
        HttpApiReader.ReadAttachments(template, model);
        foreach (var stray in events.Where(e => !model.RestApis.Exists(api => api.Id == e.Api) && !model.HttpApis.Exists(api => api.Id == e.Api)))
        {
            model.Remark(stray.Function, stray.Location, $"The API of this event, {stray.Api}, is not in the template; check the template that has it.");
        }
    }

    /// <summary>Properties over the Globals of their kind: mappings merge, lists add up, the rest replaces.</summary>
    public static Node WithGlobals(EvaluatedTemplate template, string kind, Node properties) =>
        template.Globals?[kind] is { } globals ? Merge(globals, properties) : properties;

    private static Node Merge(Node under, Node over)
    {
        if (under is SequenceNode && over is SequenceNode)
        {
            return new SequenceNode(over.Location, [.. under.Items, .. over.Items]);
        }

        if (under is not MappingNode || over is not MappingNode)
        {
            return over;
        }

        var merged = under.Entries.Select(entry => over[entry.Key] is { } own ? entry with { Value = Merge(entry.Value, own) } : entry);
        return new MappingNode(over.Entries.Count > 0 ? over.Location : under.Location, [.. merged, .. over.Entries.Where(entry => under[entry.Key] is null)]);
    }

    private static IEnumerable<SamEvent> FunctionEvents(EvaluatedTemplate template)
    {
        foreach (var function in template.Resources.Where(resource => resource.Type is "AWS::Serverless::Function" or "AWS::Serverless::StateMachine"))
        {
            foreach (var entry in function["Events"]?.Entries ?? [])
            {
                var properties = entry.Value["Properties"] ?? new MappingNode(entry.Location, []);
                switch (entry.Value["Type"]?.Text)
                {
                    case "Api":
                        yield return new SamEvent(function.Id, entry.Location, NameOf(properties["RestApiId"]) ?? ImplicitRestApi, properties);
                        break;
                    case "HttpApi":
                        yield return new SamEvent(function.Id, entry.Location, NameOf(properties["ApiId"]) ?? ImplicitHttpApi, properties);
                        break;
                }
            }
        }
    }

    private static string? NameOf(Node? reference) => reference switch
    {
        null => null,
        ReferenceNode { Resource: var id } => id,
        _ => Evaluator.Sketch(reference),
    };
}

/// <summary>An event of a function that makes a method or a route.</summary>
/// <param name="Function">The function's resource.</param>
/// <param name="Location">Where the event stands.</param>
/// <param name="Api">The resource of its API.</param>
/// <param name="Properties">Path, Method, Auth, …</param>
internal sealed record SamEvent(string Function, Location Location, string Api, Node Properties)
{
    public string? Path => Properties["Path"]?.Text;

    public string Verb => Properties["Method"]?.Text?.ToUpperInvariant() switch
    {
        null or "X-AMAZON-APIGATEWAY-ANY-METHOD" or "*" => RestMethod.Any,
        var verb => verb,
    };

    /// <summary>The event's own guard; null where it has none, and <paramref name="isOpen"/> tells whether it wants none.</summary>
    public Guard? Authorizer(Node? authorizers, out bool isOpen)
    {
        var authorizer = Properties["Auth"]?["Authorizer"];
        isOpen = authorizer.Says("NONE");
        return authorizer is null || isOpen ? null : Guard.Named(authorizer, authorizers);
    }
}
