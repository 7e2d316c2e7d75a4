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
            return null;
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
}
