using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CorsKit.Tests.Hosts;

/// <summary>What the app logged, to be asserted on.</summary>
public sealed class LogLines : ILoggerProvider
{
    private readonly ConcurrentQueue<Line> _lines = new();

    public sealed record Line(string Category, LogLevel Level, EventId Id, string Text, Exception? Exception);

    public IEnumerable<Line> All => _lines;

    /// <summary>Those of CorsKit.</summary>
    public IEnumerable<Line> Cors => _lines.Where(line => line.Category == "CorsKit");

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _lines);

    public void Dispose()
    {
    }

    private sealed class Logger(string category, ConcurrentQueue<Line> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(new Line(category, logLevel, eventId, formatter(state, exception), exception));
    }
}
