using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways.Readers;

/// <summary>What SAM or CloudFormation refuses: sentences about it.</summary>
internal static class Refusals
{
    public static string UnknownKey(string key, string owner, IEnumerable<string> keys)
    {
        var known = keys.ToList();
        var near = DidYouMean.Ask(known, key);
        return $"{key} is no key of {owner}{(near.Length == 0 ? $"; the keys are {string.Join(", ", known)}." : $".{near}")}";
    }

    public static string UnknownGatewayResponse(string type) => $"{type} is no type of gateway response.{DidYouMean.Ask(GatewayResponse.Types, type)}";

    public static string CorsBesideDefinitionUri(string property) =>
        $"SAM refuses {property} beside DefinitionUri, since it cannot change a definition that lies elsewhere: put the definition into DefinitionBody (with AWS::Include it may stay in its file).";

    /// <summary>The keys of CORS configurations that are none.</summary>
    public static void AddUnknownKeys(GatewayModel model)
    {
        foreach (var (id, cors, owner) in model.HttpApis.Select(api => (api.Id, api.Cors, "the CORS configuration of an HTTP API"))
            .Concat(model.FunctionUrls.Select(url => (url.Id, url.Cors, "the Cors of a Function URL"))))
        {
            model.Refused.AddRange((cors?.OtherKeys ?? []).Select(entry => ((string?)id, entry.Location, UnknownKey(entry.Key, owner, cors!.OwnKeys))));
        }
    }

    /// <summary>Events that stand beside Properties are none.</summary>
    public static void AddStrayEvents(EvaluatedTemplate template, GatewayModel model)
    {
        foreach (var function in template.OfType("AWS::Serverless::Function"))
        {
            if (function.Declaration["Events"] is { } events)
            {
                model.Refused.Add((function.Id, events.Location, "Events stands beside Properties, where CloudFormation refuses it: it belongs into Properties, two columns further to the right."));
            }
        }
    }
}
