using CorsKit.Testing;

namespace CorsKit.Tool.Probing.Causes;

/// <summary>Access-Control-Allow-Origin that is there and is wrong.</summary>
internal static class HeaderCauses
{
    public static Cause? FindDoubled(Trials trials)
    {
        var wrong = new[] { trials.Actual, trials.Preflight }.FirstOrDefault(trial => trial.Outcome.Failure is FetchFailure.MultipleAllowOrigin or FetchFailure.InvalidAllowOrigin);
        if (wrong is null)
        {
            return null;
        }

        var values = wrong.AllowOrigin!.Split(',', StringSplitOptions.TrimEntries);
        var evidence = $"\"{wrong.Title}\" has Access-Control-Allow-Origin: {wrong.AllowOrigin}{(wrong.AllowOriginLines > 1 ? $", in {wrong.AllowOriginLines} lines" : "")}.";
        return wrong.AllowOriginLines > 1 || (values.Length > 1 && values.Distinct().Count() == 1)
            ? trials.Door.Kind == FrontDoorKind.FunctionUrl ? Cause.Of("CK301", evidence) : Cause.Of("CK707", evidence)
            : trials.Door.Kind == FrontDoorKind.RestApi && wrong.Exchange.IsPreflight ? Cause.Of("CK109", evidence, "CK708")
            : Cause.Of("CK708", evidence);
    }

    public static Cause? FindCredentials(Trials trials)
    {
        if (trials.IsFault(FetchFailure.WildcardOriginWithCredentials))
        {
            const string evidence = "Access-Control-Allow-Origin is *, and the page sends credentials.";
            return trials.Door switch
            {
                { BehindCloudFront: true } => Cause.Of("CK705", evidence, "CK506"),
                { Kind: FrontDoorKind.RestApi } => Cause.Of("CK705", evidence, "CK111"),
                { Kind: FrontDoorKind.FunctionUrl } => Cause.Of("CK705", evidence, "CK305"),
                _ => Cause.Of("CK705", evidence),
            };
        }

        if (!trials.IsFault(FetchFailure.CredentialsNotAllowed))
        {
            return null;
        }

        var said = trials.Actual.Header("Access-Control-Allow-Credentials") ?? trials.Preflight.Header("Access-Control-Allow-Credentials");
        var lacking = said is null ? "Access-Control-Allow-Credentials is not there" : $"Access-Control-Allow-Credentials is \"{said}\"";
        return trials.Policy is { Rules.AllowCredentials: true }
            ? Cause.Of("CK711", $"The policy allows credentials, and {lacking}.")
            : Cause.Of("CK706", $"The page sends credentials, and {lacking}.");
    }

    /// <summary>One value for everybody, which is not the page's.</summary>
    public static Cause? FindFixedOrigin(Trials trials)
    {
        if (!trials.IsFault(FetchFailure.AllowOriginMismatch))
        {
            return null;
        }

        var wrong = trials.Actual.Outcome.Failure == FetchFailure.AllowOriginMismatch ? trials.Actual : trials.Preflight;
        var isFixed = trials.Foreign.AllowOrigin == wrong.AllowOrigin || trials.ForeignPreflight.AllowOrigin == wrong.AllowOrigin;
        var evidence = $"\"{wrong.Title}\" of {trials.Request.Origin} has Access-Control-Allow-Origin: {wrong.AllowOrigin}{(isFixed ? ", and so has a stranger's" : "")}.";
        return trials.Door switch
        {
            { BehindCloudFront: true } => Cause.Of("CK709", $"{evidence} It is a response headers policy, or the app itself.", "CK506"),
            { Kind: FrontDoorKind.LoadBalancer } => Cause.Of("CK401", $"{evidence} It is the listener, or an app that writes a fixed origin.", "CK709"),
            { Kind: FrontDoorKind.Unknown } => Cause.Of("CK709", evidence, "CK401"),
            _ => Cause.Of("CK709", evidence),
        };
    }
}
