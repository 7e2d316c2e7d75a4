namespace CorsKit.Testing.Browsers;

/// <summary>Why a preflight came back without a permission or without an ok status.</summary>
internal static class PreflightDiagnosis
{
    private const string LetOptionsThrough =
        "Leave OPTIONS out of the authorizer, the API key and the IAM authorization: a method or route of its own without any of them, which leads to the function; then deploy the stage.";

    public static Diagnosis? Of(Fingerprint fingerprint, string origin, bool hasOrigin) => (fingerprint.Status, fingerprint.GatewayMessage) switch
    {
        (400, _) when fingerprint.IsHostFiltering => ResponseDiagnosis.HostFiltering,
        (403, "Missing Authentication Token") => new(
            "No method of the REST API matches the preflight: nothing there answers OPTIONS on this path, or the path lacks the stage. The function never saw it.",
            "Lead OPTIONS (or ANY) of this resource to the function, the root path by itself since {proxy+} does not match it; or let the template add OPTIONS methods (Cors). Then deploy the stage."),
        (403 or 414 or 429 or 431 or >= 500, _) when FrontDoorError.Of(fingerprint) is { } error && (fingerprint.Kind == FrontDoorKind.FunctionUrl || fingerprint.Status != 403) => ResponseDiagnosis.OfFrontDoor(error, fingerprint),
        (401, not null) => new("An authorizer asks the preflight for credentials, and browsers never send any with it.", LetOptionsThrough),
        (401, null) => new(
            "Something asks the preflight for credentials, and browsers never send any with it: an authorizer on OPTIONS, or authentication placed before CORS.",
            LetOptionsThrough + " In the app, call UseGatewayCors() before UseAuthentication()."),
        (403, { } message) => new(
            $"The gateway itself refused the preflight ('{message}'): an authorizer, an API key, a resource policy or the firewall stands before OPTIONS.", LetOptionsThrough),
        (403, null) when fingerprint.VariesByOrigin && !hasOrigin => NotAllowed(origin),
        (403, null) => new("The preflight was refused; nothing in the answer tells who refused it.", $"If it was the app, add '{origin}' to AllowOrigins; if not, let OPTIONS through."),
        (404, not null) => new(
            "The HTTP API has no route for the preflight and no CorsConfiguration of its own.",
            "Lead OPTIONS to the function (a route $default, or OPTIONS /{proxy+}), or give the API a CorsConfiguration; not both."),
        (404 or 405, null) => new(
            "The app answered OPTIONS itself: no CORS middleware saw the preflight, or the path has no endpoint.",
            "Call UseGatewayCors() first in the pipeline, and UseRouting(), where it is called at all, before the endpoints' own policies are needed."),
        (>= 500, _) => new("The app failed on the preflight.", "Call UseGatewayCors() before whatever throws: it answers preflights without running the rest."),
        (>= 300 and < 400, _) => new("Something answered the preflight with a redirect status.", "Call UseGatewayCors() before it."),
        (>= 200 and < 300, _) when fingerprint.VariesByOrigin => NotAllowed(origin),
        (>= 200 and < 300, _) => new(
            $"Whatever answered the preflight does not allow '{origin}', or knows nothing of CORS.",
            $"Add '{origin}' to the AllowOrigins of the one place that owns CORS here; behind a REST API see whether a MOCK OPTIONS method answers instead of the function."),
        _ => null,
    };

    public static Diagnosis NotAllowed(string origin) => new(
        $"The API does CORS, and '{origin}' is not among the origins that it allows.",
        $"Add '{origin}' to AllowOrigins, if that page is meant to use the API; scheme, host and port must all be the same.");
}
