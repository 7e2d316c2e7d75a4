using Microsoft.Extensions.Logging;

namespace CorsKit.Authorizer;

/// <summary>One line for each message on standard error, which Lambda puts into the function's log.</summary>
internal sealed class StandardError : ILogger
{
    public static readonly StandardError Logger = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        if (IsEnabled(logLevel))
        {
            Console.Error.WriteLine($"{logLevel} CorsKit.Authorizer[{eventId.Id}] {formatter(state, exception)}{(exception is null ? "" : $" {exception}")}");
        }
    }
}
