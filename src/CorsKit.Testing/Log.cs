using Microsoft.Extensions.Logging;

namespace CorsKit.Testing;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "Unknown error responding to request.")]
    public static partial void UnhandledException(ILogger logger, Exception exception);
}
