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
                      where guard is not null
                      group (resource.Path, method.Resource) by guard;
        foreach (var group in guarded)
        {
            // A default of SAM is at fault where the API is declared, an explicit guard at the method.
            var resource = group.Key.SamDefault is null ? group.First().Resource : api.Id;
            var cause = group.Key.SamDefault is { } property ? $" SAM adds it to OPTIONS unless {property} is false." : "";
            yield return new Fault(group.Key.Location, resource, say(group.Key, Sentences.List([.. group.Select(item => item.Path)])) + cause);
        }
    }
}
