using System.Globalization;

namespace CorsKit.Tests.Load;

/// <summary>How many requests: a few seconds of them, or as many as <c>tests/soak.sh</c> asks for.</summary>
internal static class LoadSize
{
    private const string Variable = "CORSKIT_SOAK_REQUESTS";

    private static int? Asked => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    public static int Soak => Asked ?? 30_000;

    /// <summary>On each host: a fifth on all three.</summary>
    public static int ConcurrencyOnEach => (Asked / 5 ?? 30_000) / 3;
}
