namespace CorsKit.Tool.Gateways;

/// <summary>What a page sends to a method or a route, as far as the template tells.</summary>
/// <param name="Method">In upper case; ANY where any may come.</param>
/// <param name="Path">For messages.</param>
/// <param name="Headers">The headers that it sets, in lower case, with the reason as a clause: "the authorizer Jwt reads".</param>
internal sealed record PageRequest(string Method, string Path, IReadOnlyList<RequestHeader> Headers)
{
    /// <summary>Methods whose requests mostly carry JSON.</summary>
    public static readonly string[] BodyMethods = ["POST", "PUT", "PATCH"];

    /// <summary>Whether the browser asks first, whatever the page adds: https://fetch.spec.whatwg.org/#cors-safelisted-method and #cors-safelisted-request-header.</summary>
    public bool IsPreflighted => Method is "PUT" or "PATCH" or "DELETE" || Headers.Any(header => header.IsCertain);

    /// <summary>Whether it is one for which most pages need a preflight: a POST, which mostly carries JSON, and whatever ANY stands for.</summary>
    public bool IsMostlyPreflighted => IsPreflighted || Method is "POST" or RestMethod.Any;

    public static PageRequest Of(string method, string path, bool takesJson, params ReadOnlySpan<Guard?> guards)
    {
        var headers = new List<RequestHeader>();
        foreach (var guard in guards)
        {
            headers.AddRange((guard?.Headers ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(name => new RequestHeader(name, $"{guard!.Name} reads", true)));
        }

        if (takesJson || BodyMethods.Contains(method))
        {
            headers.Add(new RequestHeader("content-type", takesJson ? "its JSON body needs" : "a JSON body needs", takesJson));
        }

        return new PageRequest(method, path, headers);
    }
}

/// <param name="Name">In lower case.</param>
/// <param name="Why">A clause: "the authorizer Jwt reads".</param>
/// <param name="IsCertain">Whether every page has to send it; else pages that send JSON do.</param>
internal sealed record RequestHeader(string Name, string Why, bool IsCertain);
