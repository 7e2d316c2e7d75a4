using CorsKit.Tool.Probing.Steps;
using CorsKit.Tool.Rules;
using CorsKit.Tool.Rules.CloudFront;
using CorsKit.Testing;

namespace CorsKit.Tool.Probing.Diagnoses;

/// <summary>What CloudFront takes away.</summary>
internal static class DistributionDiagnoses
{
    public static Diagnosis? FindRefusal(ProbeSteps steps)
    {
        if (!steps.Door.BehindCloudFront || steps.Preflight.Status != 403)
        {
            return null;
        }

        if (new[] { steps.Actual, steps.NoOrigin, steps.MissingPath }.All(step => step.Status == 403 && step.Exchange.Body.Contains("\"Forbidden\"", StringComparison.Ordinal)))
        {
            return Diagnosis.Of(HostForwarded.Help, "Everything gets 403 Forbidden, with Origin and without: so API Gateway and Function URLs answer a host name that is not theirs. "
                + "(A firewall could do the same, or a key or signature that all of the API asks for.)");
        }

        return !IsWithoutApi(steps.Preflight) || steps.Actual.Status == 403
            ? null : Diagnosis.Of(OptionsNotAllowed.Help, "CloudFront itself refused the preflight with 403, and let the request through.");
    }

    /// <summary>https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/controlling-origin-requests.html</summary>
    public static Diagnosis? FindForwarding(ProbeSteps steps)
    {
        if (!steps.Door.BehindCloudFront)
        {
            return null;
        }

        if (steps.Preflight.Outcome.Failure == FetchFailure.PreflightStatus && steps.Preflight.Status is 400 or 404 or 405 && steps.Actual.Outcome.Readable)
        {
            return Diagnosis.Of(RequestHeadersNotForwarded.Help, $"The request can be read, and its preflight gets {steps.Preflight.Status} with CORS headers: the app saw Origin and did not see that it is a preflight.");
        }

        return !steps.HasCors && !steps.VariesByOrigin && steps.Actual.Fingerprint.GatewayMessage is null && steps.Actual.Status is < 500
            ? Diagnosis.Of(OriginNotForwarded.Help, "No response has a CORS header or names Origin in Vary, which CloudFront takes out where it does not send Origin on. "
                + "(An app without CORS looks the same.)", LiveHelp.NoCors) : null;
    }

    /// <summary>No front door behind CloudFront has left its sign.</summary>
    private static bool IsWithoutApi(ProbeStep step) =>
        !step.Fingerprint.IsHttpApi && !step.Fingerprint.IsRestApi && step.Header("x-amzn-RequestId") is null && !step.HasCors && !step.Fingerprint.VariesByOrigin;
}
