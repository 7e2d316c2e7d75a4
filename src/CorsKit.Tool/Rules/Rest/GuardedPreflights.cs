using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

/// <summary>What stands before the OPTIONS of a REST API: one fault for each cause, not for each path.</summary>
internal static class GuardedPreflights
{
    public static IEnumerable<Fault> Find(RestApi api, Func<RestMethod, Guard?> guardOf, Func<Guard, string, string> say)
    {
        var guarded = from resource in api.Resources
                      let method = resource.Preflight
                      where method is not null
                      let guard = guardOf(method)
                      where guard is { ReadsQueryOnly: false }
                      group (resource.Path, method.Resource, guard) by (guard.Name, guard.SamDefault);
        foreach (var group in guarded)
        {
            // A default is at fault where the API is declared, an explicit guard at the method.
            var guard = group.First().guard;
            var resource = guard.DefaultOf ?? group.First().Resource;
            var cause = group.Key.SamDefault is { } property ? $" SAM adds it to OPTIONS unless {property} is false." : "";
            yield return new Fault(guard.Location, resource, say(guard, Sentences.List([.. group.Select(item => item.Path)])) + cause);
        }
    }
}
