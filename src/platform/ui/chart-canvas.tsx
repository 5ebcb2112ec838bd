import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsType } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { ChartProps } from './chart.tsx';
import { useThemeVersion } from './theme.ts';

use([BarChart, LineChart, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

const palette = ['--ai', '--good-fill', '--warn-fill', '--bad-fill', '--none-fill', '--ink-3'];

export default function EChart(props: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(null);
  const theme = useThemeVersion();
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const made = init(element, null, { renderer: 'svg' });
    chart.current = made;
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(element);
    return () => {
      watch.disconnect();
      made.dispose();
    };
  }, []);
  useEffect(() => {
    if (box.current) chart.current?.setOption(optionOf(props, colorsOf(box.current)), { notMerge: true });
  }, [props, theme]);
  return <div ref={box} style={{ height: props.height ?? 220 }} aria-hidden />;
}

/** echarts needs colours, not custom properties: let the browser resolve them. */
function colorsOf(element: HTMLElement) {
  return (name: string) => {
    const probe = element.ownerDocument.createElement('i');
    probe.style.color = name.startsWith('--') ? `var(${name})` : name;
    element.append(probe);
    const color = getComputedStyle(probe).color;
    probe.remove();
    return color;
  };
}

function optionOf({ x, series, marks, min, max, unit, legend }: ChartProps, color: (name: string) => string) {
  const ink = color('--ink-3');
  const quiet = { color: ink, fontSize: 11 };
  return {
    animationDuration: 200,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 4, right: 12, top: marks?.length ? 26 : 12, bottom: legend ? 30 : 4, containLabel: true },
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: color('--surface'),
      borderColor: color('--line-strong'),
      textStyle: { color: color('--ink'), fontSize: 12 },
    },
    legend: legend ? { bottom: 0, left: 0, textStyle: quiet, icon: 'roundRect', itemWidth: 10, itemHeight: 10 } : undefined,
    xAxis: {
      type: 'category',
      data: [...x],
      boundaryGap: series.some((one) => one.kind === 'bar'),
      axisLabel: { ...quiet, hideOverlap: true },
      axisLine: { lineStyle: { color: color('--line-strong') } },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'value',
      min,
      max,
      // Half an event is no event: whole numbers get whole marks.
      minInterval: series.every((one) => one.values.every((value) => value === null || Number.isInteger(value))) ? 1 : undefined,
      axisLabel: { ...quiet, formatter: unit ? `{value}${unit}` : undefined },
      splitLine: { lineStyle: { color: color('--line') } },
    },
    series: series.map((one, i) => {
      const tint = color(one.color ?? palette[i % palette.length] ?? '--ai');
      return {
        name: one.name,
        type: one.kind === 'bar' ? 'bar' : 'line',
        data: [...one.values],
        stack: one.stack,
        showSymbol: false,
        barMaxWidth: 22,
        color: tint,
        lineStyle: { width: 2 },
        areaStyle: one.kind === 'area' ? { opacity: 0.15 } : undefined,
        markLine: i === 0 && marks?.length ? markLine(marks, x, color) : undefined,
      };
    }),
  };
}

/** Dashed lines with a word each, which stays within the chart near its edges. */
function markLine(marks: NonNullable<ChartProps['marks']>, x: ChartProps['x'], color: (name: string) => string) {
  const side = (at: string) => {
    const share = x.indexOf(at) / Math.max(1, x.length - 1);
    return share > 0.75 ? 'right' : share < 0.25 ? 'left' : 'center';
  };
  return {
    symbol: 'none',
    silent: true,
    data: marks.map((mark) => ({
      xAxis: mark.at,
      lineStyle: { type: 'dashed', color: color(mark.tone === 'risk' ? '--bad-fill' : '--line-strong') },
      label: { formatter: mark.label, color: color('--ink-3'), fontSize: 11, position: 'end', align: side(mark.at) },
    })),
  };
}
