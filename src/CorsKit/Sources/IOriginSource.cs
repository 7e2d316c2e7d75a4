namespace CorsKit;

/// <summary>
/// A store of allowed origins that is too large for settings or changes without a deployment. It is asked only for what the
/// policy's own list does not allow, only for well-formed origins, never for <c>null</c>, and its answers are remembered.
/// Made by the app's services, in a scope of its own, without the request: what it answers must depend on nothing but what
/// it is given, since the answer is used for other requests too.
/// </summary>
public interface IOriginSource
{
    /// <summary>Whether pages of the origin may read responses.</summary>
    /// <param name="origin">The origin as a browser sends it: in lower case, but for the host of an app or an extension.</param>
    /// <param name="context">For which policy, and which tenant.</param>
    /// <param name="cancellationToken">Set off when <see cref="OriginSourceOptions.Timeout"/> has passed.</param>
    /// <returns>The answer; true and false convert to it. An exception is no answer: the origin is refused until there is one.</returns>
    ValueTask<OriginAnswer> IsAllowedAsync(string origin, OriginSourceContext context, CancellationToken cancellationToken);

    /// <summary>The same for many origins at once, for <see cref="OriginSourceOptions.WarmUp"/>. By default they are asked for one by one.</summary>
    /// <param name="origins">The origins, each once.</param>
    /// <param name="context">For which policy, and which tenant.</param>
    /// <param name="cancellationToken">Set off when the warm-up takes too long.</param>
    /// <returns>The answers, in the order of the origins.</returns>
    async ValueTask<IReadOnlyList<OriginAnswer>> AreAllowedAsync(IReadOnlyList<string> origins, OriginSourceContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(origins);
        var answers = new OriginAnswer[origins.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = await IsAllowedAsync(origins[i], context, cancellationToken).ConfigureAwait(false);
        }

        return answers;
    }
}
