using CorsKit.Testing.Browsers;
using CorsKit.Tool.Probing.Steps;
using CorsKit.Tool.Rules;
using CorsKit.Tool.Rules.CloudFront;
using CorsKit.Tool.Rules.LoadBalancers;
using CorsKit.Testing;

namespace CorsKit.Tool.Probing.Diagnoses;

/// <summary>A preflight that is sent elsewhere.</summary>
internal static class RedirectDiagnoses
{
    public static Diagnosis? Find(ProbeSteps steps)
    {
        var preflight = steps.Preflight;
        if (preflight.Outcome.Failure != FetchFailure.PreflightRedirect)
        {
            return FindLogin(steps.Actual);
        }

        var location = preflight.Header("Location")!;
        var evidence = $"The preflight got {preflight.Status} to {location}.";
        var isToHttps = steps.Request.Url.Scheme == "http" && Uri.TryCreate(location, UriKind.Absolute, out var target)
            && target.Scheme == "https" && target.Host == steps.Request.Url.Host && target.AbsolutePath == steps.Request.Url.AbsolutePath;
        return steps.Door switch
        {
            { BehindCloudFront: true } when isToHttps => Diagnosis.Of(RedirectedPreflight.Help, evidence),
            { Kind: FrontDoorKind.LoadBalancer } when !isToHttps => Diagnosis.Of(AuthenticatedPreflight.Help, $"{evidence} It is the load balancer's authenticate action, or a login of the app behind it.", LiveHelp.RedirectedPreflight),
            { Kind: FrontDoorKind.Unknown } when !isToHttps => Diagnosis.Of(LiveHelp.RedirectedPreflight, evidence, AuthenticatedPreflight.Help),
            _ => Diagnosis.Of(LiveHelp.RedirectedPreflight, evidence),
        };
    }

    /// <summary>The page's own request is sent to where the page cannot read the answer: a login, mostly.</summary>
    private static Diagnosis? FindLogin(ProbeStep actual) =>
        actual is { Status: >= 300 and < 400, Outcome.Readable: false } && actual.Header("Location") is { } location
            ? Diagnosis.Of(LiveHelp.LoginRedirect, $"\"{actual.Title}\" got {actual.Status} to {location}{(actual.HasCors ? "" : ", without CORS headers")}; the page cannot read where that leads.")
            : null;
}
