namespace CorsKit.Testing;

/// <summary>Makes front doors that are CloudFront distributions.</summary>
public static class CloudFrontExtensions
{
    extension(FrontDoor)
    {
        /// <summary>
        /// A CloudFront distribution before another front door. By default it forwards every method and caches nothing, with the
        /// managed policies CachingDisabled and AllViewerExceptHostHeader.
        /// </summary>
        /// <param name="origin">The front door behind it, with its stage as the origin path.</param>
        /// <param name="settings">The cache behavior and its policies.</param>
        /// <returns>The distribution.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="origin"/> is null.</exception>
        public static CloudFrontDistribution CloudFront(FrontDoor origin, CloudFrontSettings? settings = null)
        {
            ArgumentNullException.ThrowIfNull(origin);
            return new CloudFrontDistribution(origin, settings ?? new());
        }
    }
}
