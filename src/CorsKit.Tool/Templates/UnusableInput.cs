namespace CorsKit.Tool.Templates;

/// <summary>A file that cannot be used: which, where, why. Ends the work on that file and no other.</summary>
internal sealed class UnusableInput(Location location, string reason) : Exception($"{location}: {reason}")
{
    public Location Location { get; } = location;

    public string Reason { get; } = reason;
}
