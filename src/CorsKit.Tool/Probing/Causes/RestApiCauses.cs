
namespace CorsKit.Tool.Probing.Causes;

/// <summary>What a REST API does to preflights.</summary>
internal static class RestApiCauses
{
    private const string NoMethod = "Missing Authentication Token";

    /// <summary>https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html</summary>
    public static Cause? FindRefusal(Trials trials)
    {
        var preflight = trials.Preflight;
        if (trials.Door.Kind != FrontDoorKind.RestApi || preflight.Outcome.Readable || preflight.Evidence.GatewayMessage is not { } message)
        {
            return null;
        }

        var evidence = $"API Gateway itself answered the preflight: {preflight.Status} \"{message}\" (x-amzn-ErrorType: {preflight.Header("x-amzn-ErrorType")}).";
        var isForBoth = trials.Actual.Evidence.GatewayMessage == message;
        return (preflight.Status, message) switch
        {
            (403, NoMethod) when isForBoth => Cause.Of("CK102", $"{evidence} The request got the same: "
                + "no method of the API takes this path (its stage may be missing, or only deeper paths exist), or all of it wants signed requests (IAM).", "CK103"),
            (403, NoMethod) => Cause.Of("CK101", $"{evidence} The request itself was taken. "
                + "It says so where nothing answers OPTIONS, and also where OPTIONS wants signed requests (IAM).", "CK103"),
            (403, "Forbidden") when isForBoth => Cause.Of("CK104", $"{evidence} The request got the same: an API key, or a firewall or policy before the whole API."),
            (403, "Forbidden") => Cause.Of("CK104", $"{evidence} So it answers where an API key is missing; a firewall that stops OPTIONS alone would look the same."),
            (401 or 403, _) => Cause.Of("CK103", evidence),
            (500, _) when trials.Actual is { Evidence.GatewayMessage: null, Status: not null } => Cause.Of("CK113", $"{evidence} The request itself reached the app ({trials.Actual.Status})."),
            _ => null,
        };
    }

    /// <summary>Something that is not the app answers preflights.</summary>
    public static Cause? FindMock(Trials trials)
    {
        var (preflight, actual) = (trials.Preflight, trials.Actual);
        if (trials.Door.Kind != FrontDoorKind.RestApi || preflight.Outcome.Readable || !preflight.IsOk || !actual.Outcome.Readable)
        {
            return null;
        }

        if (!preflight.HasCors && !preflight.Evidence.VariesByOrigin)
        {
            return Cause.Of("CK118", $"The preflight got {preflight.Status} without any CORS header, and the request can be read.");
        }

        return trials.HasStaticPreflightBesideLivelyApp
            ? Cause.Of("CK112", $"A stranger's preflight gets the same answer as the page's (Access-Control-Allow-Origin: {preflight.AllowOrigin}), "
                + $"while the request is answered origin by origin: OPTIONS does not reach the app. {Sentence(preflight)}")
            : null;
    }

    private static string Sentence(Trial preflight) => preflight.Outcome.Cause ?? "";
}
