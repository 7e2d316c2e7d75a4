using System.Globalization;

namespace CorsKit.Benchmarks.Measuring;

/// <summary>What must be reached, and what was.</summary>
internal sealed record Target(string What, string AtMost, string Measured, bool IsMet)
{
    public static Target Ratio(string what, double value, double atMost, string detail) =>
        new(what, Text(atMost), $"{Text(value)} ({detail})", value <= atMost);

    public static string Text(double value) => value.ToString(Math.Abs(value) < 0.1 ? "0.000" : "0.00", CultureInfo.InvariantCulture);

    public static string Nanoseconds(double value) => Math.Abs(value) switch
    {
        >= 1e6 => (value / 1e6).ToString("#,0.00", CultureInfo.InvariantCulture) + " ms",
        >= 1e4 => (value / 1e3).ToString("#,0.0", CultureInfo.InvariantCulture) + " µs",
        _ => value.ToString("0", CultureInfo.InvariantCulture) + " ns",
    };
}
