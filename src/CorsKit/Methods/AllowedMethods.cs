namespace CorsKit.Methods;

/// <summary>The methods of a policy, and what a preflight hears of them.</summary>
internal sealed class AllowedMethods
{
    private readonly string[] _methods;

    public AllowedMethods(List<string> methods, bool any)
    {
        Any = any;
        _methods = [.. methods];
        All = any ? "*" : methods.Count > 0 ? string.Join(',', methods) : null;
    }

    public bool Any { get; }

    /// <summary>Access-Control-Allow-Methods with every method, or null where there is none.</summary>
    public string? All { get; }

    /// <summary>The method as Access-Control-Allow-Methods repeats it, or null when the policy does not name it.</summary>
    public string? Find(string? method)
    {
        if (Any)
        {
            return method is not null && Headers.HttpToken.IsToken(method) && !FetchMethod.IsForbidden(method) ? method : null;
        }

        foreach (var candidate in _methods)
        {
            // Methods are compared byte by byte: https://fetch.spec.whatwg.org/#concept-method
            if (string.Equals(candidate, method, StringComparison.Ordinal))
            {
                return candidate;
            }
        }

        return null;
    }
}
