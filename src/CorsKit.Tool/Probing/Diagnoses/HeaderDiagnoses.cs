using CorsKit.Testing.Browsers;
using CorsKit.Tool.Probing.Steps;
using CorsKit.Tool.Rules;
using CorsKit.Tool.Rules.CloudFront;
using CorsKit.Tool.Rules.FunctionUrls;
using CorsKit.Tool.Rules.LoadBalancers;
using CorsKit.Tool.Rules.Rest;
using CorsKit.Testing;

namespace CorsKit.Tool.Probing.Diagnoses;

/// <summary>Access-Control-Allow-Origin that is there and is wrong.</summary>
internal static class HeaderDiagnoses
{
    public static Diagnosis? FindDoubled(ProbeSteps steps)
    {
        var wrong = new[] { steps.Actual, steps.Preflight }.FirstOrDefault(step => step.Outcome.Failure is FetchFailure.MultipleAllowOrigin or FetchFailure.InvalidAllowOrigin);
        if (wrong is null)
        {
            return null;
        }

        var values = wrong.AllowOrigin!.Split(',', StringSplitOptions.TrimEntries);
        var evidence = $"\"{wrong.Title}\" has Access-Control-Allow-Origin: {wrong.AllowOrigin}{(wrong.AllowOriginLines > 1 ? $", in {wrong.AllowOriginLines} lines" : "")}.";
        return wrong.AllowOriginLines > 1 || (values.Length > 1 && values.Distinct().Count() == 1)
            ? steps.Door.Kind == FrontDoorKind.FunctionUrl ? Diagnosis.Of(TwoOwners.Help, evidence) : Diagnosis.Of(LiveHelp.TwoOwners, evidence)
            : steps.Door.Kind == FrontDoorKind.RestApi && wrong.Exchange.IsPreflight ? Diagnosis.Of(SeveralOriginsInOneHeader.Help, evidence, LiveHelp.InvalidValue)
            : Diagnosis.Of(LiveHelp.InvalidValue, evidence);
    }

    public static Diagnosis? FindCredentials(ProbeSteps steps)
    {
        if (steps.IsFault(FetchFailure.WildcardOriginWithCredentials))
        {
            const string evidence = "Access-Control-Allow-Origin is *, and the page sends credentials.";
            return steps.Door switch
            {
                { BehindCloudFront: true } => Diagnosis.Of(LiveHelp.AnyOriginWithCredentials, evidence, OverridingPolicy.Help),
                { Kind: FrontDoorKind.RestApi } => Diagnosis.Of(LiveHelp.AnyOriginWithCredentials, evidence, Rules.Rest.AnyOriginWithCredentials.Help),
                { Kind: FrontDoorKind.FunctionUrl } => Diagnosis.Of(LiveHelp.AnyOriginWithCredentials, evidence, Rules.FunctionUrls.AnyOriginWithCredentials.Help),
                _ => Diagnosis.Of(LiveHelp.AnyOriginWithCredentials, evidence),
            };
        }

        if (!steps.IsFault(FetchFailure.CredentialsNotAllowed))
        {
            return null;
        }

        var said = steps.Actual.Header("Access-Control-Allow-Credentials") ?? steps.Preflight.Header("Access-Control-Allow-Credentials");
        var lacking = said is null ? "Access-Control-Allow-Credentials is not there" : $"Access-Control-Allow-Credentials is \"{said}\"";
        return steps.Policy is { Rules.AllowCredentials: true }
            ? Diagnosis.Of(LiveHelp.NotDeployed, $"The policy allows credentials, and {lacking}.")
            : Diagnosis.Of(LiveHelp.CredentialsNotAllowed, $"The page sends credentials, and {lacking}.");
    }

    /// <summary>One value for everybody, which is not the page's.</summary>
    public static Diagnosis? FindFixedOrigin(ProbeSteps steps)
    {
        if (!steps.IsFault(FetchFailure.AllowOriginMismatch))
        {
            return null;
        }

        var wrong = steps.Actual.Outcome.Failure == FetchFailure.AllowOriginMismatch ? steps.Actual : steps.Preflight;
        var isFixed = steps.Foreign.AllowOrigin == wrong.AllowOrigin || steps.ForeignPreflight.AllowOrigin == wrong.AllowOrigin;
        var evidence = $"\"{wrong.Title}\" of {steps.Request.Origin} has Access-Control-Allow-Origin: {wrong.AllowOrigin}{(isFixed ? ", and so has the response to an untrusted origin" : "")}.";
        return steps.Door switch
        {
            { BehindCloudFront: true } => Diagnosis.Of(LiveHelp.FixedOrigin, $"{evidence} It is a response headers policy, or the app itself.", OverridingPolicy.Help),
            { Kind: FrontDoorKind.LoadBalancer } => Diagnosis.Of(OverwrittenHeaders.Help, $"{evidence} It is the listener, or an app that writes a fixed origin.", LiveHelp.FixedOrigin),
            { Kind: FrontDoorKind.Unknown } => Diagnosis.Of(LiveHelp.FixedOrigin, evidence, OverwrittenHeaders.Help),
            _ => Diagnosis.Of(LiveHelp.FixedOrigin, evidence),
        };
    }
}
