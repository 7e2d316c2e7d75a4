using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CorsKit.Diagnostics;

/// <summary>
/// Every message that CorsKit logs, under the category <c>CorsKit</c>. Event ids are never reused. Text that came from
/// outside goes through <see cref="LogText.Clean"/> first.
/// </summary>
internal static partial class Log
{
    public static ILogger CreateLogger(IServiceProvider services) =>
        services.GetService<ILoggerFactory>()?.CreateLogger("CorsKit") ?? NullLogger.Instance;

    [LoggerMessage(1, LogLevel.Information, "Origin {Origin} is refused by policy {Policy}: {Reason}. The response carries no CORS headers, so the browser keeps it from the page.")]
    public static partial void OriginRefused(ILogger logger, string origin, string policy, string reason);

    [LoggerMessage(2, LogLevel.Debug, "Origin {Origin} is the API's own; policy {Policy} does not list it and need not.")]
    public static partial void SameOriginRefused(ILogger logger, string origin, string policy);

    [LoggerMessage(3, LogLevel.Information, "Preflight of {Method} from {Origin} is refused by policy {Policy}: {Reason}. Requested headers: {Headers}")]
    public static partial void PreflightRefused(ILogger logger, string method, string origin, string policy, string reason, string headers);

    [LoggerMessage(4, LogLevel.Error, "Endpoint {Endpoint} names the CORS policy {Policy}, which does not exist: every origin is refused there. Add the policy or correct the name.")]
    public static partial void UnknownPolicy(ILogger logger, string endpoint, string policy);

    [LoggerMessage(5, LogLevel.Error, "The CorsPolicy of endpoint {Endpoint} cannot be used: every origin is refused there. {Problems}")]
    public static partial void UnusableEndpointPolicy(ILogger logger, string endpoint, string problems);

    [LoggerMessage(6, LogLevel.Information, "The CORS policies were reloaded: {Changes}.")]
    public static partial void PoliciesReloaded(ILogger logger, string changes);

    [LoggerMessage(7, LogLevel.Error, "The changed CORS configuration has problems; the last good policies stay in force. {Problems}")]
    public static partial void ReloadRefused(ILogger logger, string problems);

    [LoggerMessage(8, LogLevel.Error, "The changed CORS configuration could not be read; the last good policies stay in force.")]
    public static partial void ReloadFailed(ILogger logger, Exception exception);

    [LoggerMessage(9, LogLevel.Error, "An unhandled exception was thrown by the application.")]
    public static partial void UnhandledException(ILogger logger, Exception exception);

    [LoggerMessage(10, LogLevel.Debug, "The request was bad, and nothing handled the exception that says so.")]
    public static partial void BadRequest(ILogger logger, Exception exception);

    [LoggerMessage(11, LogLevel.Debug, "The request was aborted by the client.")]
    public static partial void RequestAborted(ILogger logger);

    [LoggerMessage(12, LogLevel.Warning, "A preflight of {Path} was answered with {StatusCode} before it reached UseGatewayCors. {Fix}")]
    public static partial void PreflightAnsweredBefore(ILogger logger, string path, int statusCode, string fix);

    [LoggerMessage(13, LogLevel.Warning, "AddGatewayCors was called but UseGatewayCors was not: no response gets CORS headers. Call app.UseGatewayCors() before everything that can answer a request.")]
    public static partial void NotUsed(ILogger logger);

    [LoggerMessage(14, LogLevel.Information, "{Moved}, which WebApplication adds by itself, runs right after UseGatewayCors, so that its answers carry CORS headers; what stands in front of it sees no user. Call UseAuthentication and UseAuthorization to place them elsewhere.")]
    public static partial void AutomaticAuthorizationMoved(ILogger logger, string moved);

    [LoggerMessage(15, LogLevel.Warning, "UseGatewayCors() applies the default policy, and there is none; no endpoint names a policy either, so no response gets CORS headers. Add a default policy, or name one: UseGatewayCors(\"name\").")]
    public static partial void NoDefaultPolicy(ILogger logger);

    [LoggerMessage(16, LogLevel.Warning, "A response to {Path} left with {StatusCode} and without CORS headers: it was made before the request reached UseGatewayCors. {Fix}")]
    public static partial void ResponseMadeBefore(ILogger logger, string path, int statusCode, string fix);

    // 17 was a warning where the app now does not start: UseRouting after UseGatewayCors.
    [LoggerMessage(18, LogLevel.Information, "Enabled is false: no response gets CORS headers from the app, and no preflight is answered. The front door has to own CORS.")]
    public static partial void SwitchedOff(ILogger logger);

    [LoggerMessage(19, LogLevel.Error, "The CORS policy {Policy} was selected for a request, and there is none of that name: every origin is refused there. Logged once for each name.")]
    public static partial void UnknownSelectedPolicy(ILogger logger, string policy);

    [LoggerMessage(20, LogLevel.Error, "The CORS policy or the tenant of a request could not be told: the app's own code failed, so every origin is refused there. Logged once a minute at most; {Unlogged} failures before this one were not.")]
    public static partial void SelectionFailed(ILogger logger, long unlogged, Exception exception);

    [LoggerMessage(21, LogLevel.Warning, "{Source} failed to say whether policy {Policy} allows an origin. Until it answers, only origins that it allowed a short while ago are let in. Further failures are counted by corskit.origin.lookups.")]
    public static partial void SourceFailed(ILogger logger, string source, string policy, Exception exception);

    [LoggerMessage(22, LogLevel.Information, "{Source} answers for policy {Policy} again, after {Failures} failures.")]
    public static partial void SourceRecovered(ILogger logger, string source, string policy, long failures);

    [LoggerMessage(23, LogLevel.Warning, "{Source} could not be warmed up for policy {Policy}; the first requests ask it.")]
    public static partial void WarmUpFailed(ILogger logger, string source, string policy, Exception exception);

    [LoggerMessage(24, LogLevel.Warning, "The configuration could not be read again; the CORS policies in force stay.")]
    public static partial void RefreshFailed(ILogger logger, Exception exception);

    [LoggerMessage(25, LogLevel.Warning, "A listener of activities or diagnostic events failed when it was told of an unhandled exception. The response is not affected.")]
    public static partial void WatcherFailed(ILogger logger, Exception exception);

    [LoggerMessage(26, LogLevel.Information, "Origin {Origin} is refused by policy {Policy}: {Reason}. But this is a WebSocket handshake, and WebSockets know no CORS: no header keeps the page from the connection. What does is a check of Origin by the app, or WebSocketOptions.AllowedOrigins.")]
    public static partial void HandshakeNotRefused(ILogger logger, string origin, string policy, string reason);

    [LoggerMessage(27, LogLevel.Warning, "Policy {Policy} allows the method {Method}: fetch() sends it as it is written, and servers answer to {UpperCase}. Write {UpperCase} in AllowMethods, and in the page that calls fetch(). Browsers write DELETE, GET, HEAD, OPTIONS, POST and PUT in upper case, and no other method.")]
    public static partial void MethodInLowerCase(ILogger logger, string policy, string method, string upperCase);

    [LoggerMessage(28, LogLevel.Warning, "Policy {Policy} lists the origin {Origin}: WebKit, Chromium and Firefox write the host of an origin in lower case, whatever the address shows. Write {LowerCase}, unless location.origin says otherwise in the page.")]
    public static partial void OriginInUpperCase(ILogger logger, string policy, string origin, string lowerCase);

    [LoggerMessage(29, LogLevel.Error, "Endpoint {Endpoint} has a CORS policy, and the request did not come to UseGatewayCors, which stands in branches only: routing does not run the endpoint. Have the branch take it in, or take the policy off it. No UseCors is needed.")]
    public static partial void PolicyLeftOut(ILogger logger, string endpoint);
}
