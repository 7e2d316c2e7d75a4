using CorsKit.Testing;

namespace CorsKit.Tool.Probing.Causes;

/// <summary>A preflight that is sent elsewhere.</summary>
internal static class RedirectCauses
{
    public static Cause? Find(Trials trials)
    {
        var preflight = trials.Preflight;
        if (preflight.Outcome.Failure != FetchFailure.PreflightRedirect)
        {
            return FindLogin(trials.Actual);
        }

        var location = preflight.Header("Location")!;
        var evidence = $"The preflight got {preflight.Status} to {location}.";
        var isToHttps = trials.Request.Url.Scheme == "http" && Uri.TryCreate(location, UriKind.Absolute, out var target)
            && target.Scheme == "https" && target.Host == trials.Request.Url.Host && target.AbsolutePath == trials.Request.Url.AbsolutePath;
        return trials.Door switch
        {
            { BehindCloudFront: true } when isToHttps => Cause.Of("CK507", evidence),
            { Kind: FrontDoorKind.LoadBalancer } when !isToHttps => Cause.Of("CK402", $"{evidence} It is the load balancer's authenticate action, or a login of the app behind it.", "CK712"),
            { Kind: FrontDoorKind.Unknown } when !isToHttps => Cause.Of("CK712", evidence, "CK402"),
            _ => Cause.Of("CK712", evidence),
        };
    }

    /// <summary>The page's own request is sent to where the page cannot read the answer: a login, mostly.</summary>
    private static Cause? FindLogin(Trial actual) =>
        actual is { Status: >= 300 and < 400, Outcome.Readable: false } && actual.Header("Location") is { } location
            ? Cause.Of("CK720", $"\"{actual.Title}\" got {actual.Status} to {location}{(actual.HasCors ? "" : ", without CORS headers")}; the page cannot read where that leads.")
            : null;
}
