using Microsoft.Extensions.Logging;

namespace CorsKit.Testing;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "Unknown error responding to request.")]
    public static partial void UnhandledException(ILogger logger, Exception exception);

    [LoggerMessage(2, LogLevel.Error, "The function failed, so the front door answers for it.")]
    public static partial void FunctionFailed(ILogger logger, Exception exception);
}
