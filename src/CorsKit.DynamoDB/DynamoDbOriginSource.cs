using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Microsoft.Extensions.Options;

namespace CorsKit.DynamoDB;

/// <summary>
/// Origins in a DynamoDB table: an item with the origin as its key allows it. Reads are eventually consistent, which is half
/// the price and late by a second at most, less than answers are remembered. What is not as described (an item without its
/// key, an expiry that is no number) is an error, and errors refuse.
/// </summary>
public sealed class DynamoDbOriginSource : IOriginSource
{
    /// <summary>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html</summary>
    private const int MostKeysOfBatch = 100;

    private const int MostAttempts = 5;

    private readonly IAmazonDynamoDB _dynamoDb;
    private readonly TimeProvider _time;
    private readonly DynamoDbOriginsOptions _options;
    private readonly Dictionary<string, string> _names;
    private readonly string _projection;

    /// <summary>Made by the app's services.</summary>
    /// <param name="dynamoDb">The client.</param>
    /// <param name="options">Where the origins stand.</param>
    /// <param name="time">Decides what has expired. Default: the system's clock.</param>
    /// <exception cref="ArgumentNullException"><paramref name="dynamoDb"/> is null.</exception>
    public DynamoDbOriginSource(IAmazonDynamoDB dynamoDb, IOptions<DynamoDbOriginsOptions> options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(dynamoDb);
        ArgumentNullException.ThrowIfNull(options);
        _dynamoDb = dynamoDb;
        _options = options.Value;
        _time = time ?? TimeProvider.System;

        // By placeholders, since any name may be a reserved word.
        _names = new Dictionary<string, string> { ["#o"] = _options.OriginAttribute };
        if (_options.TenantAttribute is { } tenant)
        {
            _names["#t"] = tenant;
        }

        if (_options.ExpiresAttribute is { } expires)
        {
            _names["#e"] = expires;
        }

        _projection = string.Join(',', _names.Keys);
    }

    /// <inheritdoc/>
    public async ValueTask<OriginAnswer> IsAllowedAsync(string origin, OriginSourceContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(origin);
        ArgumentNullException.ThrowIfNull(context);
        var request = new GetItemRequest
        {
            TableName = _options.TableName,
            Key = Key(origin, context),
            ConsistentRead = false,
            ProjectionExpression = _projection,
            ExpressionAttributeNames = _names,
        };
        var response = await _dynamoDb.GetItemAsync(request, cancellationToken).ConfigureAwait(false);
        return response.Item is { Count: > 0 } item ? Evaluate(item, origin, context) : OriginAnswer.FromBoolean(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<OriginAnswer>> AreAllowedAsync(IReadOnlyList<string> origins, OriginSourceContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(origins);
        ArgumentNullException.ThrowIfNull(context);
        var answers = new Dictionary<string, OriginAnswer>(StringComparer.Ordinal);
        foreach (var batch in origins.Distinct(StringComparer.Ordinal).Chunk(MostKeysOfBatch))
        {
            await AskBatchAsync(batch, context, answers, cancellationToken).ConfigureAwait(false);
        }

        return [.. origins.Select(origin => answers.GetValueOrDefault(origin))];
    }

    private async Task AskBatchAsync(string[] origins, OriginSourceContext context, Dictionary<string, OriginAnswer> answers, CancellationToken cancellationToken)
    {
        var asked = new HashSet<string>(origins, StringComparer.Ordinal);
        List<Dictionary<string, AttributeValue>>? keys = [.. origins.Select(origin => Key(origin, context))];
        for (var attempt = 1; keys is { Count: > 0 }; attempt++)
        {
            var request = new BatchGetItemRequest
            {
                RequestItems = new Dictionary<string, KeysAndAttributes>
                {
                    [_options.TableName] = new() { Keys = keys, ConsistentRead = false, ProjectionExpression = _projection, ExpressionAttributeNames = _names },
                },
            };
            var response = await _dynamoDb.BatchGetItemAsync(request, cancellationToken).ConfigureAwait(false);
            foreach (var item in (response.Responses ?? []).Values.SelectMany(items => items))
            {
                var origin = Text(item, _options.OriginAttribute);
                if (!asked.Contains(origin))
                {
                    throw new FormatException("DynamoDB returned an item that was not asked for.");
                }

                answers[origin] = Evaluate(item, origin, context);
            }

            // What did not fit, or met throttling, comes back to be asked for again.
            keys = (response.UnprocessedKeys ?? []).Values.SelectMany(unprocessed => unprocessed.Keys ?? []).ToList();
            if (keys.Count > 0)
            {
                if (attempt == MostAttempts)
                {
                    throw new InvalidOperationException($"DynamoDB left {keys.Count} of {origins.Length} keys unprocessed in {MostAttempts} attempts.");
                }

                await Task.Delay(TimeSpan.FromMilliseconds(25 << attempt), _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private Dictionary<string, AttributeValue> Key(string origin, OriginSourceContext context)
    {
        var key = new Dictionary<string, AttributeValue> { [_options.OriginAttribute] = new() { S = origin } };
        if (_options.TenantAttribute is { } attribute)
        {
            key[attribute] = new AttributeValue
            {
                S = context.Tenant is { Length: > 0 } tenant ? tenant : throw new InvalidOperationException(
                    "The table tells tenants apart, and the policy does not: call TenantFrom in AllowOriginsFrom, or set TenantAttribute to null."),
            };
        }
        else if (context.Tenant is not null)
        {
            throw new InvalidOperationException(
                "The policy tells tenants apart, and the table does not, so one tenant's origin would count for all: set TenantAttribute to the table's sort key.");
        }

        return key;
    }

    /// <summary>Believes an item only if it is the one that was asked for, with an expiry that can be read.</summary>
    private OriginAnswer Evaluate(Dictionary<string, AttributeValue> item, string origin, OriginSourceContext context)
    {
        if (Text(item, _options.OriginAttribute) != origin || (_options.TenantAttribute is { } tenant && Text(item, tenant) != context.Tenant))
        {
            throw new FormatException("DynamoDB returned another item than the one that was asked for.");
        }

        if (_options.ExpiresAttribute is null || !item.TryGetValue(_options.ExpiresAttribute, out var expires) || expires is null)
        {
            return true;
        }

        // Below the year 9999; a number in milliseconds would be a mistake that never expires.
        if (!long.TryParse(expires.N, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 253_402_300_799)
        {
            throw new FormatException($"The attribute {_options.ExpiresAttribute} of an item is not a number of seconds since 1970.");
        }

        var until = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return until > _time.GetUtcNow() ? OriginAnswer.AllowedUntil(until) : false;
    }

    private static string Text(Dictionary<string, AttributeValue> item, string attribute) =>
        item.TryGetValue(attribute, out var value) && value?.S is { } text
            ? text
            : throw new FormatException($"An item has no attribute {attribute} that is a string.");
}
