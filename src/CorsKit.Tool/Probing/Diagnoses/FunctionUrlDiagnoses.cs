using CorsKit.Testing.Browsers;
using CorsKit.Tool.Probing.Steps;
using CorsKit.Tool.Rules.FunctionUrls;

namespace CorsKit.Tool.Probing.Diagnoses;

/// <summary>What a Function URL does to preflights.</summary>
internal static class FunctionUrlDiagnoses
{
    public static Diagnosis? FindRefusal(ProbeSteps steps) =>
        steps is { Door.Kind: FrontDoorKind.FunctionUrl, Preflight: { Status: 403, HasCors: false } preflight }
            && preflight.Exchange.Body.Contains("\"Forbidden", StringComparison.Ordinal)
            ? Diagnosis.Of(SignedPreflight.Help, "Lambda itself answered the preflight: 403 Forbidden. "
                + "The URL wants signed requests (AWS_IAM), or its permissions (lambda:InvokeFunctionUrl and lambda:InvokeFunction) are missing.")
            : null;
}
