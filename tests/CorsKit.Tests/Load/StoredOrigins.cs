namespace CorsKit.Tests.Load;

/// <summary>What the store does when it is asked.</summary>
internal enum StoreReply
{
    No,
    Yes,
    Throws,
    ThrowsLater,
    TimesOut,
    SaysNothing,
}

/// <summary>The store of a load: it answers as it is told, of any tenant, in each way that a source may have.</summary>
/// <param name="reply">What it does for a tenant and an origin.</param>
/// <param name="wait">Lets the clock pass the time that a source has.</param>
internal sealed class StoredOrigins(Func<string, string, StoreReply> reply, Action wait) : IOriginSource
{
    private long _asked;

    public long Asked => Volatile.Read(ref _asked);

    public ValueTask<OriginAnswer> IsAllowedAsync(string origin, OriginSourceContext context, CancellationToken cancellationToken)
    {
        // Half of the answers come later, on another thread.
        return Interlocked.Increment(ref _asked) % 2 == 0 ? LaterAsync(origin, context, cancellationToken) : Reply(origin, context, cancellationToken);
    }

    private async ValueTask<OriginAnswer> LaterAsync(string origin, OriginSourceContext context, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return await Reply(origin, context, cancellationToken);
    }

    private ValueTask<OriginAnswer> Reply(string origin, OriginSourceContext context, CancellationToken cancellationToken)
    {
        switch (reply(context.Tenant!, origin))
        {
            case StoreReply.Yes:
                return new(true);
            case StoreReply.No:
                return new(false);
            case StoreReply.Throws:
                throw new IOException("The store is down.");
            case StoreReply.ThrowsLater:
                return ValueTask.FromException<OriginAnswer>(new IOException("The store is down."));
            case StoreReply.TimesOut:
                wait();
                cancellationToken.ThrowIfCancellationRequested();
                throw new InvalidOperationException("The time that the source has was not over.");
            default:
                return default;
        }
    }
}
