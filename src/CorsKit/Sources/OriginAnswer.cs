namespace CorsKit;

/// <summary>What a source says about an origin. The default is no.</summary>
public readonly record struct OriginAnswer
{
    private OriginAnswer(bool isAllowed, DateTimeOffset? until)
    {
        IsAllowed = isAllowed;
        Until = until;
    }

    /// <summary>Whether pages of the origin may read responses.</summary>
    public bool IsAllowed { get; }

    /// <summary>When the answer ends to hold, however long answers are remembered; null where it does not.</summary>
    public DateTimeOffset? Until { get; }

    /// <summary>Yes, for a limited time.</summary>
    /// <param name="until">The moment from which on the origin is not allowed.</param>
    /// <returns>The answer.</returns>
    public static OriginAnswer AllowedUntil(DateTimeOffset until) => new(true, until);

    /// <summary>Yes or no.</summary>
    /// <param name="isAllowed">Whether the origin is allowed.</param>
    /// <returns>The answer.</returns>
    public static OriginAnswer FromBoolean(bool isAllowed) => new(isAllowed, null);

    /// <summary>Yes or no.</summary>
    /// <param name="isAllowed">Whether the origin is allowed.</param>
    /// <returns>The answer.</returns>
    public static implicit operator OriginAnswer(bool isAllowed) => FromBoolean(isAllowed);
}
