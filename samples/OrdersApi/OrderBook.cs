using System.Collections.Concurrent;

namespace OrdersApi;

/// <summary>What a client sends.</summary>
public sealed record OrderLine(string Item, int Quantity);

public sealed record Order(int Id, string Item, int Quantity);

/// <summary>The orders, in memory.</summary>
public sealed class OrderBook
{
    private readonly ConcurrentDictionary<int, Order> _orders = new()
    {
        [1] = new Order(1, "Espresso cups", 6),
        [2] = new Order(2, "Coffee, 1 kg", 2),
    };

    public IReadOnlyCollection<Order> All => [.. _orders.Values.OrderBy(order => order.Id)];

    public Order? Find(int id) => _orders.GetValueOrDefault(id);

    public Order Put(int id, OrderLine line) => _orders[id] = new Order(id, line.Item, line.Quantity);

    public bool Remove(int id) => _orders.TryRemove(id, out _);
}
