using Microsoft.Extensions.Logging;

namespace CorsKit.Testing;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "Unknown error responding to request.")]
    public static partial void UnhandledException(ILogger logger, Exception exception);

    [LoggerMessage(2, LogLevel.Error, "Unknown error after the streamed response had started: its body is cut off.")]
    public static partial void UnhandledExceptionInStream(ILogger logger, Exception exception);
}
