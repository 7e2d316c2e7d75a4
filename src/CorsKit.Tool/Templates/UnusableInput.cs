namespace CorsKit.Tool.Templates;

/// <summary>A file that cannot be used: which, where, why. Ends the work on that file and no other.</summary>
internal sealed class UnusableInput(Place place, string reason) : Exception($"{place}: {reason}")
{
    public Place Place { get; } = place;

    public string Reason { get; } = reason;
}
