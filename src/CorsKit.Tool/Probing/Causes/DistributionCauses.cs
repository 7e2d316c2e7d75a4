using CorsKit.Testing;

namespace CorsKit.Tool.Probing.Causes;

/// <summary>What CloudFront takes away.</summary>
internal static class DistributionCauses
{
    public static Cause? FindRefusal(Trials trials)
    {
        if (!trials.Door.BehindCloudFront || trials.Preflight.Status != 403)
        {
            return null;
        }

        if (new[] { trials.Actual, trials.NoOrigin, trials.MissingPath }.All(trial => trial.Status == 403 && trial.Exchange.Body.Contains("\"Forbidden\"", StringComparison.Ordinal)))
        {
            return Cause.Of("CK505", "Everything gets 403 Forbidden, with Origin and without: so API Gateway and Function URLs answer a host name that is not theirs. "
                + "(A firewall could do the same, or a key or signature that all of the API asks for.)");
        }

        return !IsWithoutApi(trials.Preflight) || trials.Actual.Status == 403
            ? null : Cause.Of("CK501", "CloudFront itself refused the preflight with 403, and let the request through.");
    }

    /// <summary>https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/controlling-origin-requests.html</summary>
    public static Cause? FindForwarding(Trials trials)
    {
        if (!trials.Door.BehindCloudFront)
        {
            return null;
        }

        if (trials.Preflight.Outcome.Failure == FetchFailure.PreflightStatus && trials.Preflight.Status is 400 or 404 or 405 && trials.Actual.Outcome.Readable)
        {
            return Cause.Of("CK504", $"The request can be read, and its preflight gets {trials.Preflight.Status} with CORS headers: the app saw Origin and did not see that it is a preflight.");
        }

        return !trials.HasCors && !trials.VariesByOrigin && trials.Actual.Evidence.GatewayMessage is null && trials.Actual.Status is < 500
            ? Cause.Of("CK503", "No response has a CORS header or names Origin in Vary, which CloudFront takes out where it does not send Origin on. "
                + "(An app without CORS looks the same.)", "CK704") : null;
    }

    /// <summary>No front door behind CloudFront has left its sign.</summary>
    private static bool IsWithoutApi(Trial trial) =>
        !trial.Evidence.IsHttpApi && !trial.Evidence.IsRestApi && trial.Header("x-amzn-RequestId") is null && !trial.HasCors && !trial.Evidence.VariesByOrigin;
}
