using Microsoft.Extensions.Logging;

namespace CorsKit.Authorizer;

/// <summary>Every message that the authorizer logs. Event ids are never reused. Text that came from outside is cleaned first.</summary>
internal static partial class Log
{
    [LoggerMessage(101, LogLevel.Error, "Denied: the event cannot be believed, since {Fault}.")]
    public static partial void ForeignEvent(ILogger logger, string fault);

    [LoggerMessage(102, LogLevel.Error, "The decision about the caller failed; API Gateway answers 500.")]
    public static partial void DecisionFailed(ILogger logger, Exception exception);

    [LoggerMessage(103, LogLevel.Error, "Denied: {Mistake}")]
    public static partial void Misused(ILogger logger, string mistake);

    [LoggerMessage(104, LogLevel.Warning, "Denied: the request carries several values of {Header}, and the caller is known by one.")]
    public static partial void AmbiguousIdentity(ILogger logger, string header);

    [LoggerMessage(105, LogLevel.Error, "Denied: the authorizer goes by the header {Header}, and the event does not give its value at that position of the identity sources, so API Gateway would use one caller's decision for another. Name the same headers in IdentitySources and in the template, in the same order and before any other identity source. With payload format 1.0 their values must not contain a comma; format 2.0 has no such limit.")]
    public static partial void IdentityNotInTemplate(ILogger logger, string header);

    [LoggerMessage(106, LogLevel.Information, "Denied: origin {Origin} is refused by policy {Policy}: {Reason}.")]
    public static partial void ForeignOrigin(ILogger logger, string origin, string policy, CorsReason reason);

    [LoggerMessage(107, LogLevel.Warning, "Origin seems to be an identity source of this authorizer: requests without Origin are turned away with 401. Remove it in the template.")]
    public static partial void OriginIsIdentitySource(ILogger logger);

    [LoggerMessage(108, LogLevel.Information, "{Setting} needs an authorizer TTL of 0 in the template (AuthorizerResultTtlInSeconds, ReauthorizeEvery): API Gateway would use a decision again where it does not hold.")]
    public static partial void NeedsNoCache(ILogger logger, string setting);

    [LoggerMessage(109, LogLevel.Information, "Denied: the request is none of the routes that the decision names.")]
    public static partial void OtherRoute(ILogger logger);
}
