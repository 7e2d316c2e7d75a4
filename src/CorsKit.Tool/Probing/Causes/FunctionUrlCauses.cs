namespace CorsKit.Tool.Probing.Causes;

/// <summary>What a Function URL does to preflights.</summary>
internal static class FunctionUrlCauses
{
    public static Cause? FindRefusal(Trials trials) =>
        trials is { Door.Kind: FrontDoorKind.FunctionUrl, Preflight: { Status: 403, HasCors: false } preflight }
            && preflight.Exchange.Body.Contains("\"Forbidden\"", StringComparison.Ordinal)
            ? Cause.Of("CK307", "Lambda itself answered the preflight: 403 Forbidden. "
                + "The URL wants signed requests (AWS_IAM), or its permissions (lambda:InvokeFunctionUrl and lambda:InvokeFunction) are missing.")
            : null;
}
