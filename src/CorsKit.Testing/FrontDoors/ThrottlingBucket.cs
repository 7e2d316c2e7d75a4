namespace CorsKit.Testing.FrontDoors;

/// <summary>
/// API Gateway's token bucket (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html):
/// the burst is its size, the rate refills it.
/// </summary>
internal sealed class ThrottlingBucket(Throttling limits, TimeProvider time)
{
    private readonly Lock _taking = new();
    private double _tokens = limits.BurstLimit;
    private long _filled = time.GetTimestamp();

    public bool TryTake()
    {
        lock (_taking)
        {
            var now = time.GetTimestamp();
            _tokens = Math.Min(limits.BurstLimit, _tokens + (time.GetElapsedTime(_filled, now).TotalSeconds * limits.RateLimit));
            _filled = now;
            if (_tokens < 1)
            {
                return false;
            }

            _tokens--;
            return true;
        }
    }
}
