namespace CorsKit.Tests.Load;

/// <summary>
/// What is remembered of a store, by the words of the README and with nothing but a dictionary. It never forgets, so it is right where the store says
/// the same until a refusal is asked for again, and where fewer origins are allowed than are remembered.
/// </summary>
internal sealed class StoreMemory
{
    public static readonly TimeSpan RefusedLifetime = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan GraceLifetime = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Dictionary<(int Tenant, string Origin), (bool IsAllowed, DateTimeOffset FreshUntil, DateTimeOffset GraceUntil)> _known = [];

    public bool IsAllowed(int tenant, string origin, DateTimeOffset now, TimeSpan lifetime, StoreReply reply)
    {
        var hasLast = _known.TryGetValue((tenant, origin), out var last);
        if (hasLast && now < last.FreshUntil)
        {
            return last.IsAllowed;
        }

        if (reply == StoreReply.Yes)
        {
            _known[(tenant, origin)] = (true, now + lifetime, now + lifetime + GraceLifetime);
            return true;
        }

        if (reply is StoreReply.No or StoreReply.SaysNothing)
        {
            _known[(tenant, origin)] = (false, now + RefusedLifetime, now);
            return false;
        }

        now += reply == StoreReply.TimesOut ? LoadApp.SourceTimeout : TimeSpan.Zero;
        if (hasLast && last.IsAllowed && now < last.GraceUntil)
        {
            var retry = now + RetryAfter;
            _known[(tenant, origin)] = (true, retry < last.GraceUntil ? retry : last.GraceUntil, last.GraceUntil);
            return true;
        }

        _known[(tenant, origin)] = (false, now + RetryAfter, now);
        return false;
    }
}
