namespace Playground;

/// <summary>The parameter "run" that the page puts into each URL: which setup and which owner answer, and what makes it unlike any other.</summary>
internal sealed record RunId(int Setup, CorsOwner Owner, string Text)
{
    /// <returns>Null where there is none, as in a request of curl's own.</returns>
    public static RunId? Of(string? text) =>
        text?.Split('.') is [var setup, var owner, _] && int.TryParse(setup, out var id) && Enum.TryParse<CorsOwner>(owner, out var who) && Enum.IsDefined(who)
            ? new(id, who, text) : null;
}
