using CorsKit.Testing.Browsers;
using CorsKit.Tool.Probing.Steps;
using CorsKit.Tool.Rules.Rest;


namespace CorsKit.Tool.Probing.Diagnoses;

/// <summary>What a REST API does to preflights.</summary>
internal static class RestApiDiagnoses
{
    private const string NoMethod = "Missing Authentication Token";

    /// <summary>https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html</summary>
    public static Diagnosis? FindRefusal(ProbeSteps steps)
    {
        var preflight = steps.Preflight;
        if (steps.Door.Kind != FrontDoorKind.RestApi || preflight.Outcome.Readable || preflight.Fingerprint.GatewayMessage is not { } message)
        {
            return null;
        }

        var evidence = $"API Gateway itself answered the preflight: {preflight.Status} \"{message}\" (x-amzn-ErrorType: {preflight.Header("x-amzn-ErrorType")}).";
        var isForBoth = steps.Actual.Fingerprint.GatewayMessage == message;
        return (preflight.Status, message) switch
        {
            (403, NoMethod) when isForBoth => Diagnosis.Of(ProxyWithoutRoot.Help, $"{evidence} The request got the same: "
                + "no method of the API takes this path (its stage may be missing, or only deeper paths exist), or all of it wants signed requests (IAM).", AuthorizerOnPreflight.Help),
            (403, NoMethod) => Diagnosis.Of(Rules.Rest.UnansweredPreflight.Help, $"{evidence} The request itself was taken. "
                + "It says so where nothing answers OPTIONS, and also where OPTIONS wants signed requests (IAM).", AuthorizerOnPreflight.Help),
            (403, "Forbidden") when isForBoth => Diagnosis.Of(ApiKeyOnPreflight.Help, $"{evidence} The request got the same: an API key, or a firewall or policy before the whole API."),
            (403, "Forbidden") => Diagnosis.Of(ApiKeyOnPreflight.Help, $"{evidence} So it answers where an API key is missing; a firewall that stops OPTIONS alone would look the same."),
            (401 or 403, _) => Diagnosis.Of(AuthorizerOnPreflight.Help, evidence),
            (500, _) when steps.Actual is { Fingerprint.GatewayMessage: null, Status: not null } => Diagnosis.Of(BinaryMock.Help, $"{evidence} The request itself reached the app ({steps.Actual.Status})."),
            _ => null,
        };
    }

    /// <summary>Something that is not the app answers preflights.</summary>
    public static Diagnosis? FindMock(ProbeSteps steps)
    {
        var (preflight, actual) = (steps.Preflight, steps.Actual);
        if (steps.Door.Kind != FrontDoorKind.RestApi || preflight.Outcome.Readable || !preflight.IsOk || !actual.Outcome.Readable)
        {
            return null;
        }

        if (!preflight.HasCors && !preflight.Fingerprint.VariesByOrigin)
        {
            return Diagnosis.Of(MockWithoutCors.Help, $"The preflight got {preflight.Status} without any CORS header, and the request can be read.");
        }

        return steps.HasStaticPreflightBesideLivelyApp
            ? Diagnosis.Of(PreflightDrift.Help, $"The preflight of an untrusted origin gets the same answer as the page's (Access-Control-Allow-Origin: {preflight.AllowOrigin}), "
                + $"while the request is answered origin by origin: OPTIONS does not reach the app. {Sentence(preflight)}")
            : null;
    }

    private static string Sentence(ProbeStep preflight) => preflight.Outcome.Diagnosis ?? "";
}
